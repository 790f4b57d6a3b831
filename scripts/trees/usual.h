/* The types and values that most files of C take from the standard headers. */
typedef unsigned long size_t;
typedef long ssize_t, ptrdiff_t, intptr_t, off_t, time_t;
typedef unsigned long uintptr_t;
typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t, pid_t;
#ifndef __cplusplus
typedef int wchar_t;
#endif
typedef long int64_t;
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t, uint, mode_t;
typedef unsigned long uint64_t;
typedef struct usual_file FILE;
typedef __builtin_va_list va_list;
#define NULL ((void *)0)
#define bool _Bool
#define true 1
#define false 0
