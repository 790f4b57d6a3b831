// libgit2, loaded when it is first needed: it brings 20 libraries, and a run that is answered without it
// should not wait for them. Each function is a jump through a pointer, which loading fills in.
#if defined(__linux__) && !defined(VERDICT_GIT2_STATIC)

#include <dlfcn.h>
#include <stddef.h>

#include "shim.h"

// Every function of libgit2 that Verdict calls; the linker names one that is missing here.
#define FUNCTIONS(X) \
  X(git_blob_create_from_buffer) \
  X(git_branch_upstream_name) \
  X(git_buf_dispose) \
  X(git_checkout_index) \
  X(git_checkout_options_init) \
  X(git_commit_author) \
  X(git_commit_committer) \
  X(git_commit_free) \
  X(git_commit_lookup) \
  X(git_commit_message) \
  X(git_commit_message_encoding) \
  X(git_commit_parent_id) \
  X(git_commit_parentcount) \
  X(git_commit_time) \
  X(git_commit_tree_id) \
  X(git_config_entry_free) \
  X(git_config_free) \
  X(git_config_get_bool) \
  X(git_config_get_entry) \
  X(git_config_get_path) \
  X(git_config_get_string) \
  X(git_config_iterator_free) \
  X(git_config_multivar_iterator_new) \
  X(git_config_next) \
  X(git_config_open_ondisk) \
  X(git_config_parse_bool) \
  X(git_diff_free) \
  X(git_diff_get_delta) \
  X(git_diff_index_to_workdir) \
  X(git_diff_merge) \
  X(git_diff_num_deltas) \
  X(git_diff_options_init) \
  X(git_diff_tree_to_index) \
  X(git_error_clear) \
  X(git_error_last) \
  X(git_error_set_str) \
  X(git_filter_list_apply_to_buffer) \
  X(git_filter_list_free) \
  X(git_filter_list_load) \
  X(git_index_add) \
  X(git_index_clear) \
  X(git_index_conflict_iterator_free) \
  X(git_index_conflict_iterator_new) \
  X(git_index_conflict_next) \
  X(git_index_conflict_remove) \
  X(git_index_entrycount) \
  X(git_index_free) \
  X(git_index_get_byindex) \
  X(git_index_has_conflicts) \
  X(git_index_open) \
  X(git_index_read_tree) \
  X(git_index_remove) \
  X(git_index_write) \
  X(git_index_write_tree_to) \
  X(git_libgit2_init) \
  X(git_libgit2_opts) \
  X(git_object_free) \
  X(git_object_id) \
  X(git_object_lookup) \
  X(git_object_peel) \
  X(git_object_string2type) \
  X(git_odb_add_backend) \
  X(git_odb_add_disk_alternate) \
  X(git_odb_backend_data_alloc) \
  X(git_odb_exists) \
  X(git_odb_free) \
  X(git_odb_hash) \
  X(git_odb_init_backend) \
  X(git_odb_object_data) \
  X(git_odb_object_free) \
  X(git_odb_object_size) \
  X(git_odb_object_type) \
  X(git_odb_read) \
  X(git_odb_read_header) \
  X(git_patch_free) \
  X(git_patch_from_buffers) \
  X(git_patch_get_hunk) \
  X(git_patch_num_hunks) \
  X(git_reference_dwim) \
  X(git_reference_free) \
  X(git_reference_iterator_free) \
  X(git_reference_iterator_glob_new) \
  X(git_reference_list) \
  X(git_reference_lookup) \
  X(git_reference_name) \
  X(git_reference_name_to_id) \
  X(git_reference_next) \
  X(git_reference_peel) \
  X(git_reference_symbolic_target) \
  X(git_reference_target) \
  X(git_reference_target_peel) \
  X(git_reference_type) \
  X(git_repository_commondir) \
  X(git_repository_config_snapshot) \
  X(git_repository_discover) \
  X(git_repository_free) \
  X(git_repository_head_unborn) \
  X(git_repository_index) \
  X(git_repository_init_ext) \
  X(git_repository_init_options_init) \
  X(git_repository_is_bare) \
  X(git_repository_is_shallow) \
  X(git_repository_is_worktree) \
  X(git_repository_odb) \
  X(git_repository_open) \
  X(git_repository_open_ext) \
  X(git_repository_path) \
  X(git_repository_set_head_detached) \
  X(git_repository_set_index) \
  X(git_repository_set_workdir) \
  X(git_repository_workdir) \
  X(git_revparse_single) \
  X(git_strarray_dispose) \
  X(git_tree_entry_byindex) \
  X(git_tree_entry_bypath) \
  X(git_tree_entry_filemode) \
  X(git_tree_entry_free) \
  X(git_tree_entry_id) \
  X(git_tree_entry_type) \
  X(git_tree_entrycount) \
  X(git_tree_free) \
  X(git_tree_lookup)

#if defined(__x86_64__)
#define JUMP(name) "  jmp *verdict_at_" #name "(%rip)\n"
#elif defined(__aarch64__)
#define JUMP(name) \
  "  adrp x16, verdict_at_" #name "\n" \
  "  ldr x16, [x16, :lo12:verdict_at_" #name "]\n" \
  "  br x16\n"
#else
#error "no jump is written for this processor yet"
#endif

#define POINTER(name) __attribute__((used, visibility("hidden"))) void *verdict_at_##name;
FUNCTIONS(POINTER)

// Hidden, so that libgit2 itself never goes through them.
#define ENTRY(name) \
  __asm__( \
      ".pushsection .text\n" \
      ".globl " #name "\n" \
      ".hidden " #name "\n" \
      ".type " #name ", %function\n" \
      #name ":\n" JUMP(name) \
      ".size " #name ", . - " #name "\n" \
      ".popsection\n");
FUNCTIONS(ENTRY)

static const char *const names[] = {
#define NAME(name) #name,
    FUNCTIONS(NAME)};

static void **const pointers[] = {
#define ADDRESS(name) &verdict_at_##name,
    FUNCTIONS(ADDRESS)};

int verdict_git2_load(void) {
  void *library = dlopen("libgit2.so." LIBGIT2_SOVERSION, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) return -1;
  for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
    *pointers[index] = dlsym(library, names[index]);
    if (*pointers[index] == NULL) return -1;
  }
  return 0;
}

#endif
