import Glibc

/// One line of results: what was measured, on what, by whom, and how long it took.
struct Measurement {
  var section: String
  var input: String
  var program: String
  var nanoseconds: Double
  var bytes: Int
  /// Peak memory of a process in KiB; 0 where none was measured.
  var peak: Int

  /// Prints what ``init(line:)`` reads.
  func report() {
    print("\(section)\t\(input)\t\(program)\t\(Int(nanoseconds))\t\(bytes)\t\(peak)")
  }

  /// Takes the best of many batches within half a second: what disturbs a run only makes it slower.
  static func measure(
    _ section: String, _ input: String, bytes: Int, seconds: Double = 0.5, body: () -> Void
  ) {
    let single = elapsed(body)
    let batch = max(1, Int(100_000 / max(single, 1)))
    var best = Double.infinity
    var spent = 0.0
    repeat {
      let time = elapsed { for _ in 0..<batch { body() } }
      best = min(best, time / Double(batch))
      spent += time
    } while spent < seconds * 1e9
    Measurement(
      section: section, input: input, program: "kpatch", nanoseconds: best, bytes: bytes, peak: 0
    ).report()
  }

  private static func elapsed(_ body: () -> Void) -> Double {
    let start = now()
    body()
    return now() - start
  }

  /// Processor time, which other work on the machine does not lengthen.
  private static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}

extension Measurement {
  /// Reads a line as the peers print it.
  init?(line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == 6, let nanoseconds = Double(fields[3]), let bytes = Int(fields[4]),
      let peak = Int(fields[5])
    else { return nil }
    self.init(
      section: String(fields[0]), input: String(fields[1]), program: String(fields[2]),
      nanoseconds: nanoseconds, bytes: bytes, peak: peak)
  }
}

/// Files, without Foundation.
enum Files {
  struct Unreadable: Error {
    var path: String
  }

  static func read(_ path: String) throws(Unreadable) -> [UInt8] {
    guard let file = unsafe fopen(path, "rb") else { throw Unreadable(path: path) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&block, 1, block.count, file)
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[..<count])
    }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(Unreadable) {
    guard let file = unsafe fopen(path, "wb") else { throw Unreadable(path: path) }
    let written = unsafe fwrite(bytes, 1, bytes.count, file)
    guard unsafe fclose(file) == 0, written == bytes.count else { throw Unreadable(path: path) }
  }
}
