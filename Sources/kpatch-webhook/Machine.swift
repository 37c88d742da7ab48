import Glibc
import HTTPServer
import Policy

/// The machine that this runs on, and what the process may have of it.
enum Machine {
  /// How many processors there are to run threads.
  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// By the system's clock.
  static var today: CalendarDate? {
    CalendarDate(daysSince1970: Int(MonotonicClock.wallSeconds() / 86_400))
  }

  /// Lets the process open as many files, connections among them, as it is allowed to at most. The
  /// usual limit is kept low for programs that know of 1,024 files only. Where that fails, there
  /// are fewer connections.
  static func raiseFileLimit() {
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(files, &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(files, &limit)
  }
}
