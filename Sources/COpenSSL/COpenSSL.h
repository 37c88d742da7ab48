// OpenSSL 3: the headers that are used, and functions for what the library offers as macros.
#ifndef COPENSSL_H
#define COPENSSL_H

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

// Renegotiation and compression off; an end without close_notify is an end.
static inline void copenssl_set_options(SSL_CTX *context) {
  SSL_CTX_set_options(
      context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
}

static inline long copenssl_set_minimum_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_min_proto_version(context, version);
}

static inline long copenssl_limit_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_max_proto_version(context, version);
}

static inline int copenssl_expect_host(SSL *ssl, const char *name) {
  return SSL_set_tlsext_host_name(ssl, name) == 1 && SSL_set1_host(ssl, name) == 1;
}

static inline long copenssl_set_mode(SSL_CTX *context, uint32_t mode) {
  return SSL_CTX_set_mode(context, (long)mode);
}

static inline long copenssl_cache_off(SSL_CTX *context) {
  return SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

static inline long copenssl_read_ahead(SSL_CTX *context) {
  return SSL_CTX_set_read_ahead(context, 1);
}

static inline long copenssl_set_groups(SSL_CTX *context, const char *groups) {
  return SSL_CTX_set1_groups_list(context, groups);
}

static inline long copenssl_add_chain(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add1_chain_cert(context, certificate);
}

static inline EVP_PKEY *copenssl_make_p256(void) { return EVP_EC_gen("P-256"); }

static inline EVP_PKEY *copenssl_make_rsa(size_t bits) { return EVP_RSA_gen(bits); }

static inline size_t copenssl_memory(BIO *bio, const uint8_t **bytes) {
  char *data = NULL;
  long count = BIO_get_mem_data(bio, &data);
  *bytes = (const uint8_t *)data;
  return count > 0 ? (size_t)count : 0;
}

static inline int copenssl_reason(unsigned long error) { return ERR_GET_REASON(error); }

static inline int copenssl_is_system_error(unsigned long error) {
  return ERR_SYSTEM_ERROR(error) ? 1 : 0;
}

// Nobody is asked for a passphrase: without this, an encrypted key stops the process at a prompt.
static inline int copenssl_no_passphrase(char *buffer, int size, int writing, void *context) {
  (void)buffer, (void)size, (void)writing, (void)context;
  return -1;
}

static inline EVP_PKEY *copenssl_read_key(BIO *bio) {
  return PEM_read_bio_PrivateKey(bio, NULL, copenssl_no_passphrase, NULL);
}

static inline X509 *copenssl_read_certificate(BIO *bio) {
  return PEM_read_bio_X509(bio, NULL, copenssl_no_passphrase, NULL);
}

// Whether the last failure says that there is nothing more in a PEM text, as opposed to garbage.
static inline int copenssl_is_end_of_pem(void) {
  unsigned long error = ERR_peek_last_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// Chooses `http/1.1`; a client that offers only others is refused (RFC 7301 section 3.2).
static inline int copenssl_select_http11(
    SSL *ssl, const unsigned char **out, unsigned char *length, const unsigned char *offered,
    unsigned int count, void *context) {
  static const unsigned char protocol[] = "http/1.1";
  (void)ssl, (void)context;
  for (unsigned int at = 0; at < count; at += 1u + offered[at]) {
    if (offered[at] == 8 && count - at > 8 && memcmp(offered + at + 1, protocol, 8) == 0) {
      *out = offered + at + 1;
      *length = 8;
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static inline void copenssl_offer_http11(SSL_CTX *context) {
  SSL_CTX_set_alpn_select_cb(context, copenssl_select_http11, NULL);
}

// Seconds since 1970 of a certificate's time; -1 where it cannot be read.
static inline int64_t copenssl_seconds(const ASN1_TIME *time) {
  struct tm parts;
  if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1) return -1;
  return (int64_t)timegm(&parts);
}

static inline int copenssl_name_count(const GENERAL_NAMES *names) {
  return names ? sk_GENERAL_NAME_num(names) : 0;
}

// The bytes of a subject alternative name, and its kind (GEN_DNS, GEN_URI, GEN_IPADD, GEN_EMAIL).
static inline size_t copenssl_name(
    const GENERAL_NAMES *names, int index, int *kind, const uint8_t **bytes) {
  const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
  ASN1_STRING *text = (ASN1_STRING *)GENERAL_NAME_get0_value(name, kind);
  if (*kind != GEN_DNS && *kind != GEN_URI && *kind != GEN_IPADD && *kind != GEN_EMAIL) return 0;
  *bytes = ASN1_STRING_get0_data(text);
  int count = ASN1_STRING_length(text);
  return count > 0 ? (size_t)count : 0;
}

static inline GENERAL_NAMES *copenssl_names(X509 *certificate) {
  return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static inline int copenssl_set_name(X509_NAME *name, const uint8_t *bytes, int count) {
  return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, bytes, count, -1, 0);
}

// Writes a distinguished name (RFC 4514), in UTF-8.
static inline int copenssl_print_name(BIO *bio, const X509_NAME *name) {
  unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
  return X509_NAME_print_ex(bio, name, 0, flags) >= 0;
}


static inline STACK_OF(X509) *copenssl_make_chain(void) { return sk_X509_new_null(); }

static inline int copenssl_add_to_chain(STACK_OF(X509) *chain, X509 *certificate) {
  return sk_X509_push(chain, certificate);
}

static inline void copenssl_free_chain(STACK_OF(X509) *chain) { sk_X509_free(chain); }

static inline BIGNUM *copenssl_random_serial(void) {
  BIGNUM *number = BN_new();
  if (number != NULL && BN_rand(number, 159, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1) {
    BN_free(number);
    return NULL;
  }
  return number;
}

#endif
