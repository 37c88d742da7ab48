// Runs a command several times and reports its best wall time and its peak memory.
//
//   child SECTION NAME PROGRAM RUNS INPUT COMMAND...
//
// INPUT is what the command reads from; output goes to /dev/null. The exit codes 0 and 1 are fine:
// 1 says that there were findings. Being small matters: a child's peak counts its parent's pages.
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "timing.h"

int main(int argc, char **argv) {
  if (argc < 7) return 2;
  struct stat input;
  if (stat(argv[5], &input)) {
    perror(argv[5]);
    return 2;
  }
  double best = 1e18;
  long peak = 0;
  for (int run = 0; run < atoi(argv[4]); run++) {
    double start = wall_time();
    pid_t child = fork();
    if (child < 0) return 2;
    if (child == 0) {
      int in = open(argv[5], O_RDONLY), out = open("/dev/null", O_WRONLY);
      dup2(in, 0);
      dup2(out, 1);
      dup2(out, 2);
      execvp(argv[6], argv + 6);
      _exit(127);
    }
    int status;
    struct rusage usage;
    wait4(child, &status, 0, &usage);
    double time = wall_time() - start;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
      fprintf(stderr, "%s: ended with %d, not measured\n", argv[6],
              WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
      return 1;
    }
    if (time < best) best = time;
    if (usage.ru_maxrss > peak) peak = usage.ru_maxrss;
  }
  report(argv[1], argv[2], argv[3], best, (size_t)input.st_size, peak);
  return 0;
}
