// The API of expat.
#ifndef VERDICT_CEXPAT_H
#define VERDICT_CEXPAT_H

#include <expat.h>

#endif
