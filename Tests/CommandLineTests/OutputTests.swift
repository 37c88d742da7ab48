import CommandLine
import Foundation
import Testing

@Suite("The output writer")
struct OutputTests {
  @Test("writes large and small pieces in their order, also into a pipe that is slow and full")
  func order() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    // A writer that does not block sees EAGAIN as soon as the pipe is full.
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    let large = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
    let writer = Thread {
      let output = Output(descriptor: descriptor)
      output.write("a")
      output.write(large)
      output.write([1, 2, 3, 4], in: 1..<3)
      output.flush()
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let data = try #require(try pipe.fileHandleForReading.readToEnd())
    #expect([UInt8](data) == [UInt8(ascii: "a")] + large + [2, 3])
  }

  @Test("keeps the first failure: a pipe that nobody reads")
  func closedPipe() throws {
    Output.prepareProcess()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let output = Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    output.write("a")
    #expect(output.failure == nil)
    output.flush()
    #expect(output.failure == .closedPipe)
    output.write("b")
    output.flush()
    #expect(output.failure == .closedPipe)
  }

  @Test("keeps the first failure: a full disk")
  func fullDisk() throws {
    let descriptor = unsafe open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let output = Output(descriptor: descriptor)
    output.write("a")
    output.flush()
    #expect(output.failure == .system(ENOSPC))
    #expect(output.failure?.message == "no space left on device")
  }

  /// What an output and its copy got of pieces of text.
  private func copied(
    _ pieces: [String], transient: String? = nil
  ) throws -> (text: String, copy: String) {
    let pipes = [Pipe(), Pipe()]
    let outputs = pipes.map { Output(descriptor: $0.fileHandleForWriting.fileDescriptor) }
    outputs[0].copy = outputs[1]
    if let transient { outputs[0].write(transient: transient) }
    for piece in pieces { outputs[0].write(piece) }
    outputs[0].flush()
    let texts = try pipes.map { pipe in
      try pipe.fileHandleForWriting.close()
      return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
    return (texts[0], texts[1])
  }

  @Test(
    "a copy gets all but colours",
    arguments: [
      (["\u{1B}[1;31merror\u{1B}[0m: no\n"], "error: no\n"),
      (["a\u{1B}[", "36", "mb\u{1B}", "[mc"], "abc"),
      (["\u{1B}[2K", "\u{1B}", "\u{1B}[1", "\u{1B}[0m", "m"], "\u{1B}[2K\u{1B}\u{1B}[1m"),
      (["\u{1B}m\u{1B}[;m"], "\u{1B}m"),
      (
        ["\u{1B}[" + String(repeating: "1", count: 99) + "m"],
        "\u{1B}[" + String(repeating: "1", count: 99) + "m"
      ),
      (["é\u{1B}[0"], "é\u{1B}[0"),
    ])
  func copy(pieces: [String], plain: String) throws {
    let (text, copy) = try copied(pieces)
    #expect(text == pieces.joined())
    #expect(copy == plain)
  }

  @Test("a copy does not get what shows for a moment only")
  func transient() throws {
    let (text, copy) = try copied(["done\n"], transient: "\r\u{1B}[K1 of 2")
    #expect(text == "\r\u{1B}[K1 of 2done\n")
    #expect(copy == "done\n")
  }

  @Test("progress stays silent where there is no terminal")
  func progress() throws {
    let pipe = Pipe()
    let output = Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    let progress = Progress(on: output)
    progress.report(1, of: 2, "files")
    progress.end()
    output.flush()
    try pipe.fileHandleForWriting.close()
    #expect(try pipe.fileHandleForReading.readToEnd() == nil)
  }

  @Test("progress is written at most ten times in a second, also where it is wiped in between")
  func progressIsRare() throws {
    let pipe = Pipe()
    let output = Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    var time = 0
    let progress = Progress(on: output, shown: true) { time }
    // Two seconds of work, of which the first is too short to be shown.
    while time < 1_999 {
      progress.report(time, of: 2_000, "files")
      if time % 3 == 0 { progress.end() }
      time += 1
    }
    progress.end()
    output.flush()
    try pipe.fileHandleForWriting.close()
    let written = try #require(try pipe.fileHandleForReading.readToEnd())
    let text = String(decoding: written, as: UTF8.self)
    #expect(text.split(separator: "files").count - 1 == 10)
    #expect(text.hasSuffix("\r\u{1B}[K"))
  }
}
