import Documents
import Patterns

/// Keys of manifests whose values nobody is to see: of Secrets and ConfigMaps, and of variables.
package enum GuardedKey: String, CaseIterable {
  case data
  case stringData
  case binaryData
  case value

  /// A bit for each length that one has: all keys of a document are asked, and few have it.
  private static let lengths = allCases.reduce(0) { $0 | 1 << $1.rawValue.utf8.count }

  /// The key that has these letters, whether small or capital.
  init?(letters text: Span<UInt8>) {
    guard text.count < Int.bitWidth, Self.lengths >> text.count & 1 == 1,
      let key = Self.allCases.first(where: { text.hasLetters(of: $0.rawValue.utf8Span.span) })
    else { return nil }
    self = key
  }

  /// Whether a key is one as it is written.
  package static func isOne(_ text: Span<UInt8>) -> Bool {
    allCases.contains { text.says($0.rawValue) }
  }

  /// Whether a key is one with a mistake in it (`valu`, `stringdata`), or says of its value that it
  /// is a password or a token.
  package static func mayBeOne(_ text: Span<UInt8>) -> Bool {
    isMisspelt(text) || SecretName.isSecret(text)
  }

  private static func isMisspelt(_ text: Span<UInt8>) -> Bool {
    // Values of charts are a word of their own.
    guard (3...12).contains(text.count), !text.says("values") else { return false }
    var bytes: [UInt8] = []
    bytes.append(text)
    let names = allCases.map(\.rawValue)
    return Nearest.word(to: String(decoding: bytes, as: UTF8.self), among: names) != nil
  }
}

extension Span<UInt8> {
  /// Whether these are the letters of a word, whether small or capital.
  func hasLetters(of word: Span<UInt8>) -> Bool {
    guard count == word.count else { return false }
    return indices.allSatisfy { self[$0] | 0x20 == word[$0] | 0x20 }
  }
}
