// The libgit2 API, and the variadic calls that Swift cannot make.
#ifndef VERDICT_CGIT2_H
#define VERDICT_CGIT2_H

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <zlib.h>

#ifdef __linux__
/// Loads libgit2; no other function may be called before it gave 0.
int verdict_git2_load(void);
#else
static inline int verdict_git2_load(void) { return 0; }
#endif

/// `git_libgit2_opts` is variadic; one wrapper per option that Verdict sets.
static inline int verdict_git2_set_owner_validation(int enabled) {
  return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

static inline int verdict_git2_set_search_path(int level, const char *path) {
  return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

/// Extensions of the repository format that are accepted beside those libgit2 knows.
static inline int verdict_git2_set_extensions(const char **names, size_t count) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

/// Bounds what is mapped of packs at once, in windows of a size, and what is kept of objects, in bytes.
static inline int verdict_git2_set_memory(size_t mapped, size_t window, ssize_t objects) {
  int code = git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, window);
  if (code == 0) code = git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, mapped);
  if (code == 0) code = git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, objects);
  return code;
}

/// `inflateInit` is a macro.
static inline int verdict_inflate_init(z_stream *stream) {
  return inflateInit(stream);
}

#endif
