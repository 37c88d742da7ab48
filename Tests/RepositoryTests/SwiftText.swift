/// Swift source with everything that is no code turned into spaces.
enum SwiftText {
  /// The text with comments and the insides of string literals as spaces; lines stay where they
  /// are.
  static func code(of text: String) -> String {
    var scanner = Scanner(bytes: Array(text.utf8))
    scanner.run()
    return String(decoding: scanner.bytes, as: UTF8.self)
  }

  private struct Scanner {
    var bytes: [UInt8]
    private var index = 0

    init(bytes: [UInt8]) {
      self.bytes = bytes
    }

    mutating func run() {
      while index < bytes.count {
        if starts("//") {
          while index < bytes.count, bytes[index] != newline { blank() }
        } else if starts("/*") {
          blockComment()
        } else if bytes[index] == hash || bytes[index] == quote {
          string()
        } else {
          index += 1
        }
      }
    }

    private let newline = UInt8(ascii: "\n")
    private let hash = UInt8(ascii: "#")
    private let quote = UInt8(ascii: "\"")

    private func starts(_ word: String) -> Bool { bytes[index...].starts(with: word.utf8) }

    /// Turns a byte into a space and goes on.
    private mutating func blank() {
      if bytes[index] != newline { bytes[index] = UInt8(ascii: " ") }
      index += 1
    }

    private mutating func blockComment() {
      var depth = 0
      repeat {
        if starts("/*") {
          depth += 1
          blank()
        } else if starts("*/") {
          depth -= 1
          blank()
        }
        blank()
      } while index < bytes.count && depth > 0
    }

    /// A string literal of any number of `#` and quotes; an interpolation counts as text.
    private mutating func string() {
      var hashes = ""
      let start = index
      while index < bytes.count, bytes[index] == hash {
        hashes += "#"
        index += 1
      }
      guard index < bytes.count, bytes[index] == quote else {
        if index == start { index += 1 }
        return
      }
      let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
      index += quotes.utf8.count
      let escape = "\\" + hashes
      while index < bytes.count, !starts(quotes + hashes) {
        if quotes == "\"", bytes[index] == newline { return }
        if starts(escape + "(") {
          interpolation(escape.utf8.count)
        } else if starts(escape) {
          for _ in 0...escape.utf8.count where index < bytes.count { blank() }
        } else {
          blank()
        }
      }
      index = min(bytes.count, index + quotes.utf8.count + hashes.utf8.count)
    }

    private mutating func interpolation(_ escape: Int) {
      for _ in 0..<escape { blank() }
      var depth = 0
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"): depth -= 1
        case quote:
          let start = index
          string()
          for place in start..<index where bytes[place] != newline {
            bytes[place] = UInt8(ascii: " ")
          }
          continue
        default: break
        }
        blank()
        if depth == 0 { return }
      }
    }
  }
}
