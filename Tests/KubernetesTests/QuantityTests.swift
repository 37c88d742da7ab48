import Documents
import Kubernetes
import Testing

@Suite("Quantities")
struct QuantityTests {
  @Test(
    "The canonical form",
    arguments: [
      ("1.5", "1500m"), ("1.5Gi", "1536Mi"), ("1024Mi", "1Gi"), ("1000m", "1"), ("0.5", "500m"),
      ("1e3", "1e3"), ("1000", "1k"), ("0", "0"), ("-0", "0"), ("0Ki", "0"), ("307200Ki", "300Mi"),
      ("1025024Mi", "1001Gi"), ("1080000000n", "1080m"), (".001e12", "1e9"), ("1000e-12", "1e-9"),
      (".001Ki", "1024m"), ("0.000000000001Ki", "2n"), ("9Ei", "9223372036854775807"),
      ("3.001n", "4n"), ("12E", "12E"), ("1E18", "1e18"), ("0.1m", "100u"), ("1000E", "1e21"),
      ("-1.5", "-1500m"), ("1e-20", "1e-9"), ("1e-2147483647", "1e-9"), ("0e2147483647", "0"),
    ])
  func canonical(text: String, canonical: String) throws {
    let quantity = try Quantity(parsing: text)
    #expect(quantity.description == canonical)
    #expect(try Quantity(parsing: canonical) == quantity)
  }

  @Test(
    "What is no quantity says so in Kubernetes' words",
    arguments: [
      ("", QuantityError.format), (" 1", .format), ("1 ", .format), ("1.1.M", .format),
      ("1K", .suffix), ("0.1mi", .suffix), ("5e", .suffix), ("1e+", .suffix), (".5i", .suffix),
      ("Pi", .number), ("e-10", .number), ("1e2147483648", .tooLarge),
      ("1e999999999", .tooLarge), ("1e99999999999999999999999999", .tooLarge),
    ])
  func refused(text: String, reason: QuantityError) {
    #expect(throws: reason) { try Quantity(parsing: text) }
  }

  @Test("The limits hold at their values and break one above")
  func limits() throws {
    let longest = String(repeating: "9", count: Quantity.Limits.maximumBytes)
    #expect(try Quantity(parsing: longest).decimalText == longest)
    #expect(throws: QuantityError.tooLong) { try Quantity(parsing: longest + "9") }
    #expect(try Quantity(parsing: "1e999").decimalText.utf8.count == 1_000)
    #expect(throws: QuantityError.tooLarge) { try Quantity(parsing: "1e1000") }
    #expect(throws: QuantityError.tooLarge) { try Quantity(parsing: "10e999") }
    let finest = "0." + String(repeating: "0", count: 997) + "1"
    #expect(try Quantity(parsing: finest).description == "1n")
  }

  @Test("Extremes compare and add without loss")
  func extremes() throws {
    let huge = try Quantity(parsing: "1e999")
    let tiny = try Quantity(parsing: "1n")
    #expect(huge > tiny)
    #expect(-huge < tiny)
    #expect(-huge < -tiny)
    #expect((huge + tiny) > huge)
    #expect((huge + tiny) - huge == tiny)
    #expect(huge.value == nil)
    let lowest = Quantity(.min)
    #expect((-lowest).decimalText == "9223372036854775808")
    #expect(lowest.multiplied(by: .min).decimalText == "85070591730234615865843651857942052864")
    #expect((lowest + Quantity(-1)).description == "-9223372036854775809")
  }

  @Test("Quantities are made from whole numbers and thousandths")
  func made() throws {
    #expect(Quantity(milli: 1_500).description == "1500m")
    #expect(Quantity(2_048, format: .binarySI).description == "2Ki")
    #expect(Quantity(1_000, format: .decimalExponent).description == "1e3")
    #expect(Quantity.zero == Quantity(milli: 0))
    #expect(Quantity(milli: .min).value == -9_223_372_036_854_776)
  }

  @Test(
    "Numbers without digits read as zero and are marked", arguments: [".", "m", "Ki", "+", "-"])
  func lackingDigits(text: String) throws {
    let quantity = try Quantity(parsing: text)
    #expect(quantity.isZero)
    #expect(quantity.lacksDigits)
    #expect(try !Quantity(parsing: "0").lacksDigits)
  }

  @Test(
    "Numbers of bytes are whole", arguments: [("100m", false), ("1.5Gi", true), ("0.3Ki", false)])
  func integer(text: String, isInteger: Bool) throws {
    #expect(try Quantity(parsing: text).isInteger == isInteger)
  }

  @Test(
    "Fields are read as the API server decodes them",
    arguments: [
      (Node.Kind.string, " 1 ", "1"), (.string, "\u{3000}1Gi\u{A0}", "1Gi"), (.integer, "-1", "-1"),
      (.float, "0.5", "500m"), (.null, "null", "0"),
    ])
  func fields(kind: Node.Kind, text: String, canonical: String) throws {
    #expect(try Quantity(Self.scalar(kind, text)).description == canonical)
  }

  @Test(
    "Fields that are no quantities",
    arguments: [
      (Node.Kind.string, "1\n", QuantityError.format), (.string, "", .format),
      (.string, "  ", .format), (.boolean, "true", .wrongType),
    ])
  func wrongFields(kind: Node.Kind, text: String, reason: QuantityError) {
    #expect(throws: reason) { try Quantity(Self.scalar(kind, text)) }
  }

  @Test("What is read at a glance is what the whole reader makes of it")
  func plain() throws {
    let digits = ["1", "5", "8", "10", "16", "100", "250", "999", "1000", "1024", "12000", "64000"]
    for digits in digits + ["131072", "1000000", "1000001", "99999999", "999999999"] {
      for suffix in ["", "m", "k", "M", "G", "Ki", "Mi", "Gi"] {
        let plain = try Quantity(parsing: digits + suffix)
        // A sign is for the whole reader, and changes nothing else.
        let whole = try Quantity(parsing: "+" + digits + suffix)
        #expect(plain == whole, "\(digits)\(suffix)")
        #expect(plain.format == whole.format, "\(digits)\(suffix)")
        #expect(plain.isPrintedAsWritten == whole.isPrintedAsWritten, "\(digits)\(suffix)")
        #expect("\(plain)" == "\(whole)", "\(digits)\(suffix)")
      }
    }
  }

  private static func scalar(_ kind: Node.Kind, _ text: String) -> Node {
    let source = Source(text)
    let end = UInt32(source.count)
    let record = NodeRecord(kind: kind, start: 0, end: end, first: 0, second: end)
    return Document(source: source, range: SourceRange(start: 0, end: end), records: [record]).root
  }
}
