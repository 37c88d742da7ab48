// Asks an HTTPS server on this machine, as clients of a webhook do.
//
//   tls-load handshakes PORT SECONDS THREADS full|resumed
//   tls-load rounds PORT CONNECTIONS REQUESTS PATH BODY
//   tls-load paced PORT SECONDS CONNECTIONS PER_SECOND PATH BODY
//   tls-load hold PORT IDLE DRIBBLING      says "ready", holds the connections until its input ends
//
// handshakes: a connection for each request; prints how many there were.
// rounds: a request on each connection, then the answers, so many requests in all.
// paced: requests at a fixed rate, each timed from when it was due; prints how many, p50 and p99.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static SSL_CTX *context;
static int port;
static double end;
static const char probe[] = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
static char *request;
static size_t request_length;

static void fail(const char *what) {
  perror(what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static SSL *attach(SSL_SESSION *session) {
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket_ < 0 || connect(socket_, (struct sockaddr *)&address, sizeof address) != 0)
    fail("connect");
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  SSL *ssl = SSL_new(context);
  SSL_set_fd(ssl, socket_);
  if (session) SSL_set_session(ssl, session);
  if (SSL_connect(ssl) != 1) fail("handshake");
  return ssl;
}

static void detach(SSL *ssl) {
  int socket_ = SSL_get_fd(ssl);
  SSL_free(ssl);
  close(socket_);
}

static void put(SSL *ssl, const char *text, size_t length) {
  if (SSL_write(ssl, text, (int)length) != (int)length) fail("write");
}

// Reads an answer, which has a Content-Length and status 200.
static void get(SSL *ssl) {
  char answer[65536];
  int have = 0, whole = 0;
  while (!whole || have < whole) {
    int count = SSL_read(ssl, answer + have, (int)sizeof answer - 1 - have);
    if (count <= 0) fail("read");
    have += count;
    answer[have] = 0;
    char *body = whole ? NULL : strstr(answer, "\r\n\r\n");
    if (!body) continue;
    char *field = strcasestr(answer, "\r\ncontent-length:");
    if (strncmp(answer, "HTTP/1.1 200", 12) != 0 || !field) fail(answer);
    whole = (int)(body + 4 - answer) + atoi(field + 17);
  }
}

static void ask(SSL *ssl, const char *text, size_t length) {
  put(ssl, text, length);
  get(ssl);
}

static void rounds(int connections, int requests) {
  SSL **all = calloc((size_t)connections, sizeof(SSL *));
  for (int i = 0; i < connections; i++) all[i] = attach(NULL);
  for (int done = 0; done < requests; done += connections) {
    for (int i = 0; i < connections; i++) put(all[i], request, request_length);
    for (int i = 0; i < connections; i++) get(all[i]);
  }
}

static void *handshakes(void *resumes) {
  long count = 0;
  SSL_SESSION *session = NULL;
  while (now() < end) {
    SSL *ssl = attach(session);
    ask(ssl, probe, sizeof probe - 1);
    if (session && !SSL_session_reused(ssl)) fail("not resumed");
    if (resumes) {
      SSL_SESSION_free(session);
      session = SSL_get1_session(ssl);
    }
    // An end that is announced leaves the session usable.
    SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    detach(ssl);
    count++;
  }
  return (void *)count;
}

struct Pace {
  double start, interval;
  long count;
  double *seconds;
};

static void *paced(void *argument) {
  struct Pace *pace = argument;
  SSL *ssl = attach(NULL);
  for (double due = pace->start; due < end; due += pace->interval) {
    double left = due - now();
    if (left > 0) usleep((useconds_t)(left * 1e6));
    ask(ssl, request, request_length);
    pace->seconds[pace->count++] = now() - due;
  }
  detach(ssl);
  return NULL;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void run_paced(int connections, double per_second) {
  pthread_t threads[connections];
  struct Pace paces[connections];
  double interval = connections / per_second, start = now() + 0.2;
  long total = 0;
  for (int i = 0; i < connections; i++) {
    paces[i] = (struct Pace){start + interval * i / connections, interval, 0, NULL};
    paces[i].seconds = calloc((size_t)((end - start) / interval) + 2, sizeof(double));
    if (pthread_create(&threads[i], NULL, paced, &paces[i]) != 0) fail("thread");
  }
  for (int i = 0; i < connections; i++) {
    pthread_join(threads[i], NULL);
    total += paces[i].count;
  }
  double *all = calloc((size_t)total, sizeof(double));
  long at = 0;
  for (int i = 0; i < connections; i++) {
    memcpy(all + at, paces[i].seconds, (size_t)paces[i].count * sizeof(double));
    at += paces[i].count;
  }
  qsort(all, (size_t)total, sizeof(double), compare);
  printf("%ld %.0f %.0f\n", total, all[total / 2] * 1e6, all[total * 99 / 100] * 1e6);
}

static void hold(int idle, int dribbling) {
  SSL **slow = calloc((size_t)dribbling + 1, sizeof(SSL *));
  for (int i = 0; i < idle; i++) ask(attach(NULL), probe, sizeof probe - 1);
  for (int i = 0; i < dribbling; i++) slow[i] = attach(NULL);
  puts("ready");
  fflush(stdout);
  // Each has his own moment of the second, as clients have who know nothing of one another: a byte
  // of all at once, and soon after a new handshake of all, would measure how long that burst is.
  double start = now();
  for (long done = 0;; done++) {
    double left = start + (dribbling ? (double)done / dribbling : done) - now();
    struct timeval wait = {left > 0 ? (time_t)left : 0, left > 0 ? (suseconds_t)(left * 1e6) % 1000000 : 0};
    fd_set input;
    FD_ZERO(&input);
    FD_SET(0, &input);
    if (select(1, &input, NULL, NULL, &wait) > 0) exit(0);
    if (!dribbling) continue;
    int i = (int)(done % dribbling);
    // A head that never ends; who is shown out comes in again.
    if (SSL_write(slow[i], done / dribbling % 8 ? "a" : "G", 1) == 1) continue;
    detach(slow[i]);
    slow[i] = attach(NULL);
  }
}

static void read_request(const char *path, const char *file) {
  FILE *input = fopen(file, "rb");
  static char body[1 << 20];
  size_t length = input ? fread(body, 1, sizeof body, input) : 0;
  if (length == 0) fail(file);
  fclose(input);
  request = malloc(length + 512);
  int head = sprintf(
      request,
      "POST %s?timeout=10s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      "User-Agent: kube-apiserver-admission\r\nContent-Length: %zu\r\n\r\n",
      path, length);
  memcpy(request + head, body, length);
  request_length = (size_t)head + length;
}

int main(int count, char **words) {
  if (count < 5) return fputs("see the comment at the top\n", stderr), 2;
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  port = atoi(words[2]);
  end = now() + 0.2 + atof(words[3]);
  if (strcmp(words[1], "hold") == 0) hold(atoi(words[3]), atoi(words[4]));
  if (strcmp(words[1], "rounds") == 0 && count == 7) {
    read_request(words[5], words[6]);
    rounds(atoi(words[3]), atoi(words[4]));
  } else if (strcmp(words[1], "paced") == 0 && count == 8) {
    read_request(words[6], words[7]);
    run_paced(atoi(words[4]), atof(words[5]));
  } else if (strcmp(words[1], "handshakes") == 0 && count == 6) {
    int threads = atoi(words[4]);
    pthread_t all[threads];
    long total = 0;
    void *resumes = strcmp(words[5], "resumed") == 0 ? words : NULL;
    for (int i = 0; i < threads; i++)
      if (pthread_create(&all[i], NULL, handshakes, resumes) != 0) fail("thread");
    for (int i = 0; i < threads; i++) {
      void *result;
      pthread_join(all[i], &result);
      total += (long)result;
    }
    printf("%ld\n", total);
  }
  return 0;
}
