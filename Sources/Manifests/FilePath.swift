/// The path of a file as the system knows it: bytes without a zero, of no particular encoding.
package struct FilePath: Sendable, Hashable {
  package let bytes: [UInt8]

  /// `nil` where the bytes hold a zero, which no path can.
  package init?(bytes: [UInt8]) {
    guard !bytes.contains(0) else { return nil }
    self.bytes = bytes
  }

  private init(checked bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init?(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  /// A path as the system hands it over: bytes up to a zero.
  package init(cString: UnsafePointer<CChar>) {
    var bytes: [UInt8] = []
    var next = unsafe cString
    // SAFETY: the text ends with a zero.
    while unsafe next.pointee != 0 {
      bytes.append(unsafe UInt8(bitPattern: next.pointee))
      unsafe next += 1
    }
    self.init(checked: bytes)
  }

  /// The name of standard input among the arguments of a command.
  package static let standardInput = FilePath(checked: [UInt8(ascii: "-")])

  /// For people: what is no UTF-8 is replaced by U+FFFD. Control characters are left as they are.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The last part of the path.
  package var name: ArraySlice<UInt8> {
    let end = bytes.lastIndex { $0 != UInt8(ascii: "/") }.map { $0 + 1 } ?? bytes.endIndex
    let start = bytes[..<end].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return bytes[start..<end]
  }

  /// The folder that the file is in.
  package var parent: FilePath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .current }
    return slash == 0
      ? FilePath(checked: [UInt8(ascii: "/")]) : FilePath(checked: Array(bytes[..<slash]))
  }

  /// Something in this folder. What is in `.` is named without it.
  package func appending(_ name: [UInt8]) -> FilePath {
    if self == .current { return FilePath(checked: name) }
    if bytes.last == UInt8(ascii: "/") { return FilePath(checked: bytes + name) }
    return FilePath(checked: bytes + [UInt8(ascii: "/")] + name)
  }

  /// The working directory.
  package static let current = FilePath(checked: [UInt8(ascii: ".")])

  /// Whether this absolute path is `folder`, also absolute, or in it.
  func isWithin(_ folder: FilePath) -> Bool {
    guard bytes.starts(with: folder.bytes) else { return false }
    if bytes.count == folder.bytes.count || folder.bytes.last == UInt8(ascii: "/") { return true }
    return bytes[folder.bytes.count] == UInt8(ascii: "/")
  }

  /// A path from the working directory to the file, for a patch that is applied there; `nil`
  /// where the file is not in it. Where this path leads away and back, or begins at the root, that
  /// is found through the links on the way.
  package var inWorkingFolder: FilePath? {
    let steps = bytes.split(separator: UInt8(ascii: "/"))
    guard bytes.first == UInt8(ascii: "/") || steps.contains(Array("..".utf8)[...]) else {
      return self
    }
    guard let file = try? resolved(), let folder = try? Self.current.resolved(),
      file != folder, file.isWithin(folder)
    else { return nil }
    let rest = file.bytes.dropFirst(folder.bytes.count).drop { $0 == UInt8(ascii: "/") }
    return FilePath(checked: Array(rest))
  }

  /// Whether the name ends like this, and is more than that.
  func hasSuffix(_ suffix: String) -> Bool {
    let name = name
    let suffix = suffix.utf8
    return name.count > suffix.count && name.suffix(suffix.count).elementsEqual(suffix)
  }
}
