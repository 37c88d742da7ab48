import Glibc

/// The pages of the program and its libraries that the kernel has mapped.
enum ProgramCode {
  /// Gives back pages of code: most of them only the start needed, which reads a policy and knows
  /// every rule. The kernel maps what is needed again from its cache of the file when it is run.
  ///
  /// Only what can be run and not written is given back: nothing in it can differ from the file.
  static func giveBack() {
    for line in maps().split(separator: UInt8(ascii: "\n")) {
      guard let range = range(ofCode: line),
        let start = unsafe UnsafeMutableRawPointer(bitPattern: range.lowerBound)
      else { continue }
      // SAFETY: a private mapping of a file that is not writable holds what the file holds, so that
      // it is the same after it was dropped.
      unsafe madvise(start, range.count, MADV_DONTNEED)
    }
  }

  /// Where code of a file is mapped, of a line of `/proc/self/maps` (proc_pid_maps(5)):
  /// `55d0c0a00000-55d0c1200000 r-xp 00120000 fe:01 1234 /usr/bin/kpatch-webhook`.
  static func range(ofCode line: ArraySlice<UInt8>) -> Range<UInt>? {
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true)
    guard words.count >= 6, words[1].elementsEqual("r-xp".utf8),
      words[5].first == UInt8(ascii: "/")
    else { return nil }
    let bounds = words[0].split(separator: UInt8(ascii: "-"))
    guard bounds.count == 2,
      let start = UInt(String(decoding: bounds[0], as: UTF8.self), radix: 16),
      let end = UInt(String(decoding: bounds[1], as: UTF8.self), radix: 16), start < end
    else { return nil }
    return start..<end
  }

  private static func maps() -> [UInt8] {
    let descriptor = unsafe open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      // SAFETY: at most the buffer's count is read into it.
      let count = unsafe buffer.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count <= 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
