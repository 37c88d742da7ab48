import Documents
import Foundation
import Testing

@Suite("Base64")
struct Base64Tests {
  @Test(
    "The vectors of RFC 4648 §10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, encoded: String) {
    var output: [UInt8] = []
    Base64.append(Array(plain.utf8), to: &output)
    #expect(String(decoding: output, as: UTF8.self) == encoded)
  }

  @Test("Every byte in every place, as another implementation writes it")
  func everyByte() {
    for shift in 0..<3 {
      let bytes = [UInt8](repeating: 0, count: shift) + Array(0...255)
      var output: [UInt8] = []
      Base64.append(bytes, to: &output)
      #expect(String(decoding: output, as: UTF8.self) == Data(bytes).base64EncodedString())
    }
  }

  @Test("Every length, as another implementation writes it")
  func everyLength() {
    let bytes = (0..<120).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 13) }
    for count in 0...bytes.count {
      let bytes = Array(bytes[..<count])
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
  }

  @Test(
    "Line breaks are ignored, and what is none is refused",
    arguments: [
      ("Zm9v\nYmE=\r\n", "fooba"), ("", ""), ("\n", ""), ("a", nil), ("YQ", nil), ("YQ=", nil),
      ("Y===", nil), ("====", nil), ("YQ==YQ==", nil), ("Y Q=", nil), ("Zm9vYmFy=", nil),
      ("_-==", nil), ("ä===", nil),
    ])
  func decoding(text: String, plain: String?) {
    let bytes = Array(text.utf8)
    #expect(Base64.isBase64(bytes.span) == (plain != nil))
    #expect(Base64.decode(bytes) == plain.map { Array($0.utf8) })
  }
}
