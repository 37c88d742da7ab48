import Foundation
import Glibc
import TestSupport
import Testing

/// The executable, with a wall clock that jumps. Deadlines go by another clock; what a day means goes
/// by this one: exceptions of a policy, and the validity of the certificate.
@Suite("Clock")
struct ClockTests {
  /// Moves the wall clock of the process that loads it by the seconds in the file that an
  /// environment variable names.
  private static let library = """
    #define _GNU_SOURCE
    #include <fcntl.h>
    #include <stdlib.h>
    #include <sys/syscall.h>
    #include <time.h>
    #include <unistd.h>

    static long moved(void) {
      char text[32] = {0};
      int file = open(getenv("CLOCK_OFFSET"), O_RDONLY | O_CLOEXEC);
      if (file < 0) return 0;
      if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
      close(file);
      return atol(text);
    }

    int clock_gettime(clockid_t clock, struct timespec *time) {
      int result = (int)syscall(SYS_clock_gettime, clock, time);
      if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += moved();
      return result;
    }

    time_t time(time_t *out) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (out != NULL) *out = now.tv_sec;
      return now.tv_sec;
    }

    """

  /// A policy in which a pod may be privileged for a hundred days from now.
  private static func policy() -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    let day = formatter.string(from: Date(timeIntervalSinceNow: 100 * 86_400))
    return """
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      metadata: {name: test}
      spec:
        preset: none
        rules: {pss/privileged: deny}
        exceptions:
          - {rules: [pss/privileged], match: {names: [web]}, reason: a test, expires: \(day)}

      """
  }

  @Test("A clock that jumps moves exceptions and warnings, and no deadline")
  func jumps() throws {
    let place = try Webhook.workplace()
    try place.write("clock.c", Self.library)
    let compiled = try Tool.shell("clang -shared -fPIC -O1 -o clock.so clock.c", in: place.url)
    guard compiled.status == 0 else {
      print("no C compiler: the clock was not moved")
      return
    }
    try place.write("offset", "0")
    try place.write("policy.yaml", Self.policy())
    let server = try Webhook(
      ["-p", "policy.yaml", "--shutdown-delay", "0s"], in: place,
      shell: #"export CLOCK_OFFSET=$PWD/offset LD_PRELOAD=$PWD/clock.so; exec "$0" "$@""#)
    let client = try server.client()
    func isAllowed() throws -> Bool {
      let answer = try client.review(OperationTests.review, at: "/validate")
      #expect(answer.status == 200)
      return answer.text.contains("\"allowed\":true")
    }
    #expect(try isAllowed())
    // The certificate is valid for thirty days, the exception for a hundred.
    for (days, allowed, word) in [
      (200, false, "the certificate has expired"), (-2_000, true, "generation 3"),
      (29, true, "the certificate expires soon"),
    ] {
      try place.write("offset", "\(days * 86_400)")
      server.signal(SIGHUP)
      try server.wait { try isAllowed() == allowed && server.log.contains(word) }
      // Who was connected still is, and so may others be.
      #expect(try server.client().get("/readyz").text == "ok")
    }
    #expect(server.stop() == 0)
  }
}
