// A libgit2 in the program itself, as scripts/build makes it: without the libraries that it would need to
// open connections, which Verdict never does through it. What it calls of them does nothing, and weakly, so
// that the real function is taken where there is one.
#ifdef VERDICT_GIT2_STATIC

int verdict_git2_load(void) { return 0; }

#define FUNCTIONS(X) \
  X(gss_delete_sec_context) \
  X(gss_display_status) \
  X(gss_import_name) \
  X(gss_indicate_mechs) \
  X(gss_init_sec_context) \
  X(gss_release_buffer) \
  X(gss_release_name) \
  X(gss_release_oid_set) \
  X(libssh2_agent_connect) \
  X(libssh2_agent_disconnect) \
  X(libssh2_agent_free) \
  X(libssh2_agent_get_identity) \
  X(libssh2_agent_init) \
  X(libssh2_agent_list_identities) \
  X(libssh2_agent_userauth) \
  X(libssh2_channel_close) \
  X(libssh2_channel_free) \
  X(libssh2_channel_open_ex) \
  X(libssh2_channel_process_startup) \
  X(libssh2_channel_read_ex) \
  X(libssh2_channel_set_blocking) \
  X(libssh2_channel_write_ex) \
  X(libssh2_exit) \
  X(libssh2_hostkey_hash) \
  X(libssh2_init) \
  X(libssh2_knownhost_checkp) \
  X(libssh2_knownhost_free) \
  X(libssh2_knownhost_init) \
  X(libssh2_knownhost_readfile) \
  X(libssh2_session_abstract) \
  X(libssh2_session_disconnect_ex) \
  X(libssh2_session_free) \
  X(libssh2_session_handshake) \
  X(libssh2_session_hostkey) \
  X(libssh2_session_init_ex) \
  X(libssh2_session_last_error) \
  X(libssh2_session_method_pref) \
  X(libssh2_session_set_blocking) \
  X(libssh2_userauth_authenticated) \
  X(libssh2_userauth_keyboard_interactive_ex) \
  X(libssh2_userauth_list) \
  X(libssh2_userauth_password_ex) \
  X(libssh2_userauth_publickey) \
  X(libssh2_userauth_publickey_fromfile_ex) \
  X(libssh2_userauth_publickey_frommemory) \
  X(mbedtls_ctr_drbg_free) \
  X(mbedtls_ctr_drbg_init) \
  X(mbedtls_ctr_drbg_random) \
  X(mbedtls_ctr_drbg_seed) \
  X(mbedtls_entropy_free) \
  X(mbedtls_entropy_func) \
  X(mbedtls_entropy_init) \
  X(mbedtls_sha256_finish) \
  X(mbedtls_sha256_free) \
  X(mbedtls_sha256_init) \
  X(mbedtls_sha256_starts) \
  X(mbedtls_sha256_update) \
  X(mbedtls_ssl_close_notify) \
  X(mbedtls_ssl_conf_authmode) \
  X(mbedtls_ssl_conf_ca_chain) \
  X(mbedtls_ssl_conf_ciphersuites) \
  X(mbedtls_ssl_conf_min_version) \
  X(mbedtls_ssl_conf_rng) \
  X(mbedtls_ssl_config_defaults) \
  X(mbedtls_ssl_config_free) \
  X(mbedtls_ssl_config_init) \
  X(mbedtls_ssl_free) \
  X(mbedtls_ssl_get_peer_cert) \
  X(mbedtls_ssl_get_verify_result) \
  X(mbedtls_ssl_handshake) \
  X(mbedtls_ssl_init) \
  X(mbedtls_ssl_read) \
  X(mbedtls_ssl_set_bio) \
  X(mbedtls_ssl_set_hostname) \
  X(mbedtls_ssl_setup) \
  X(mbedtls_ssl_write) \
  X(mbedtls_strerror) \
  X(mbedtls_x509_crt_free) \
  X(mbedtls_x509_crt_init) \
  X(mbedtls_x509_crt_parse_file) \
  X(mbedtls_x509_crt_parse_path) \
  X(mbedtls_x509_crt_verify_info)

#define NOTHING(name) \
  __attribute__((weak, visibility("hidden"))) long name(void) { return 0; }
FUNCTIONS(NOTHING)

// libgit2 does not start without a cipher.
__attribute__((weak, visibility("hidden"))) int mbedtls_ssl_get_ciphersuite_id(void) { return 1; }

__attribute__((weak, visibility("hidden"))) void *GSS_C_NT_HOSTBASED_SERVICE;

#endif
