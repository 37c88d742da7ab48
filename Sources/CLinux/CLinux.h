// What Swift's Glibc module leaves out: epoll, accept4, eventfd, timerfd, signalfd, inotify.
#ifndef CLINUX_H
#define CLINUX_H

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

// `struct epoll_event` is packed and holds a union: Swift gets it as two plain numbers.
struct clinux_event {
  uint64_t data;
  uint32_t events;
};

enum { clinux_event_batch = 256 };

enum {
  clinux_readable = EPOLLIN,
  clinux_writable = EPOLLOUT,
  clinux_failed = EPOLLERR,
  clinux_hung_up = EPOLLHUP,
};

enum {
  clinux_poll_add = EPOLL_CTL_ADD,
  clinux_poll_change = EPOLL_CTL_MOD,
  clinux_poll_remove = EPOLL_CTL_DEL,
};

static inline int clinux_poll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int clinux_poll_control(
    int poll, int operation, int descriptor, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data = {.u64 = data}};
  return epoll_ctl(poll, operation, descriptor, &event);
}

// Waits at most `milliseconds` (-1: without end) and fills at most `clinux_event_batch` events.
static inline int clinux_poll_wait(
    int poll, struct clinux_event *_Nonnull events, int milliseconds) {
  struct epoll_event found[clinux_event_batch];
  int count = epoll_wait(poll, found, clinux_event_batch, milliseconds);
  for (int i = 0; i < count; i++) {
    events[i].data = found[i].data.u64;
    events[i].events = found[i].events;
  }
  return count;
}

// Hidden without _GNU_SOURCE, which cannot be set here: it would change types that Glibc's module
// has declared without it.
extern int accept4(int, struct sockaddr *, socklen_t *, int);

// Accepts a connection that neither blocks nor outlives an exec.
static inline int clinux_accept(
    int listener, struct sockaddr_storage *_Nonnull address, socklen_t *_Nonnull length) {
  *length = sizeof *address;
  return accept4(listener, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static inline int clinux_socket(int family) {
  return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static inline int clinux_set_option(int socket, int level, int option, int value) {
  return setsockopt(socket, level, option, &value, sizeof value);
}

// Sends without SIGPIPE.
static inline ssize_t clinux_send(int socket, const void *_Nullable bytes, size_t count) {
  return send(socket, bytes, count, MSG_NOSIGNAL);
}

// The first byte that waits to be read, and leaves it there; -1 as for recv, 256 at the end.
static inline int clinux_peek(int socket) {
  unsigned char byte;
  ssize_t count = recv(socket, &byte, 1, MSG_PEEK);
  return count == 1 ? byte : count == 0 ? 256 : -1;
}

static inline int clinux_wake_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline int clinux_wake(int descriptor) {
  uint64_t one = 1;
  return write(descriptor, &one, sizeof one) == sizeof one ? 0 : -1;
}

static inline void clinux_clear_wake(int descriptor) {
  uint64_t count;
  ssize_t ignored = read(descriptor, &count, sizeof count);
  (void)ignored;
}

// A descriptor on which the signals of `mask` are read.
static inline int clinux_signal_descriptor(const sigset_t *_Nonnull mask) {
  return signalfd(-1, mask, SFD_NONBLOCK | SFD_CLOEXEC);
}

// The next signal that came, 0 when there is none.
static inline int clinux_next_signal(int descriptor) {
  struct signalfd_siginfo info;
  return read(descriptor, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

// A descriptor that becomes readable every `milliseconds`.
static inline int clinux_timer_descriptor(int64_t milliseconds) {
  int descriptor = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (descriptor < 0) return -1;
  struct timespec step = {
      .tv_sec = milliseconds / 1000, .tv_nsec = (milliseconds % 1000) * 1000000};
  struct itimerspec times = {.it_interval = step, .it_value = step};
  if (timerfd_settime(descriptor, 0, &times, NULL) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

static inline int clinux_watch_descriptor(void) {
  return inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
}

// Watches a folder for files that are written, moved, made or removed in it.
static inline int clinux_watch_folder(int descriptor, const char *_Nonnull path) {
  return inotify_add_watch(
      descriptor, path,
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF |
          IN_MOVE_SELF | IN_ATTRIB | IN_ONLYDIR);
}

#endif
