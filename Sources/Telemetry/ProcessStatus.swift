import Glibc

/// What the kernel says of this process, in `/proc`.
struct ProcessStatus: Equatable {
  /// Time in user and kernel mode.
  var cpuNanoseconds: UInt64 = 0
  var residentBytes: Int64 = 0
  var virtualBytes: Int64 = 0
  var openDescriptors: Int64 = 0
  /// `nil` where there is no limit.
  var maximumDescriptors: Int64?
  /// Nanoseconds since 1970.
  var startNanoseconds: Int64 = 0

  /// Reads it now; `nil` where `/proc` cannot be read.
  static func read() -> ProcessStatus? {
    guard let stat = contents("/proc/self/stat"), let system = contents("/proc/stat"),
      let limits = contents("/proc/self/limits")
    else { return nil }
    var status = ProcessStatus(
      stat: stat, system: system, limits: limits, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
      pageBytes: sysconf(Int32(_SC_PAGESIZE)))
    status?.openDescriptors = countDescriptors()
    return status
  }

  /// From the contents of `/proc/self/stat`, `/proc/stat` and `/proc/self/limits` (proc(5)).
  init?(stat: [UInt8], system: [UInt8], limits: [UInt8], ticksPerSecond: Int, pageBytes: Int) {
    // The second field is the program's name in parentheses, which may hold anything.
    guard let nameEnd = stat.lastIndex(of: UInt8(ascii: ")")), ticksPerSecond > 0 else {
      return nil
    }
    let fields = Self.words(stat[(nameEnd + 1)...])
    // The first of these is number 3: 14 utime, 15 stime, 22 starttime, 23 vsize, 24 rss.
    guard fields.count > 21, let user = Self.number(fields[11]),
      let kernel = Self.number(fields[12]), let start = Self.number(fields[19]),
      let virtual = Self.number(fields[20]), let pages = Self.number(fields[21])
    else { return nil }
    let tick = 1_000_000_000 / Int64(ticksPerSecond)
    cpuNanoseconds = UInt64(bitPattern: (user &+ kernel) &* tick)
    virtualBytes = virtual
    residentBytes = pages &* Int64(pageBytes)
    let boot = Self.line(of: system, "btime").first.flatMap(Self.number) ?? 0
    startNanoseconds = boot &* 1_000_000_000 &+ start &* tick
    maximumDescriptors = Self.line(of: limits, "Max open files").first.flatMap(Self.number)
  }

  /// The words that follow `name` at the beginning of a line.
  private static func line(of text: [UInt8], _ name: String) -> [ArraySlice<UInt8>] {
    for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: name.utf8) {
      return words(line.dropFirst(name.utf8.count))
    }
    return []
  }

  private static func words(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Int64? {
    var number: Int64 = 0
    for byte in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let (scaled, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = scaled.addingReportingOverflow(Int64(byte &- UInt8(ascii: "0")))
      guard !isTooLarge, !overflows else { return nil }
      number = sum
    }
    return text.isEmpty ? nil : number
  }

  private static func contents(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < 1 << 24 {
      // SAFETY: at most the buffer's count is read into it.
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return bytes
  }

  private static func countDescriptors() -> Int64 {
    guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
    defer { unsafe closedir(folder) }
    var count: Int64 = 0
    while unsafe readdir(folder) != nil { count += 1 }
    // Without `.`, `..` and the folder's own descriptor.
    return max(count - 3, 0)
  }
}
