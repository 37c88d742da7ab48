import Documents
import Policy

/// Findings and problems in one of the formats that people and machines read.
///
/// Files come in the order of the input, findings in that of the engine. What is written as it
/// comes needs the memory of one file; what a format wants elsewhere is kept until the end.
package protocol FindingsReport {
  /// Writes what stands before the first finding. To be called once, first.
  mutating func begin(to output: inout [UInt8])
  /// Takes the findings of one file, or of the next part of the one before.
  mutating func append(_ file: ReportedFile, to output: inout [UInt8])
  /// Keeps a problem for the end.
  mutating func append(_ problem: ReportedProblem)
  /// Writes what stands behind the findings. To be called once, last.
  mutating func end(_ totals: ReportTotals, to output: inout [UInt8])
}

extension Finding {
  /// `Deployment shop/web, container web`.
  var subject: String {
    let title = object.title
    return container.map { "\(title), container \($0)" } ?? title
  }

  /// Where it begins and where it ends, in lines and columns.
  func places(_ lines: LineTable) -> (start: LineTable.Position, end: LineTable.Position) {
    (lines.position(of: Int(range.start)), lines.position(of: Int(range.end)))
  }

  /// What is wrong and what to do, as two sentences.
  var advice: String {
    TextLayout.sentences(message, remedy)
  }
}

/// A file's name as reports for repositories want it: without `./`, each other byte than letters,
/// digits and `-._~/` as `%XX` (RFC 3986, section 2.1).
enum FileURI {
  static func text(_ name: String) -> String {
    var bytes = Array(plain(name).utf8)[...]
    var text: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.append(byte)
      default:
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The name as it is but for `./` before it.
  static func plain(_ name: String) -> String {
    var name = name[...]
    while name.hasPrefix("./") { name = name.dropFirst(2).drop { $0 == "/" } }
    return String(name)
  }
}
