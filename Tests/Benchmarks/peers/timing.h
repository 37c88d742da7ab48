// What the C and C++ peers share: the same way of measuring as the benchmark itself, the best of
// many batches within half a second, and one line of output for each result. What runs in one
// thread is measured by processor time, which other work on the machine does not lengthen.
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double clock_now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static inline double processor_time(void) { return clock_now(CLOCK_PROCESS_CPUTIME_ID); }
static inline double wall_time(void) { return clock_now(CLOCK_MONOTONIC); }

// Section, input, program, nanoseconds, bytes, peak KiB.
static inline void report(const char *section, const char *input, const char *program, double ns,
                   size_t bytes, long peak) {
  printf("%s\t%s\t%s\t%.0f\t%zu\t%ld\n", section, input, program, ns, bytes, peak);
}

static inline char *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(2);
  }
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  char *text = (char *)malloc(*size + 1);
  if (fread(text, 1, *size, file) != *size) exit(2);
  fclose(file);
  return text;
}
