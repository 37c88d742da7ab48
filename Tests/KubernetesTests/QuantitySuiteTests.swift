import Foundation
import Kubernetes
import TestSupport
import Testing

/// The answers of Kubernetes' own implementation, v0.36.2, to 6,511 inputs and 3,000 pairs.
///
/// Three things differ on purpose, and each is pinned here to exactly the cases that it concerns:
/// where Kubernetes prints a suffix that does not exist it drops it, and so prints another value;
/// where an integer accessor overflows, its result is undefined; and for negative numbers it
/// sometimes rounds towards zero, or gives 0 for -2^63.
@Suite("Quantities as Kubernetes reads them")
struct QuantitySuiteTests {
  private struct Parse: Decodable {
    var input: String
    var error: String?
    var canonical: String?
    var string: String?
    var format: String?
    var value: String?
    var milliValue: String?
    var scaledValueMicro: String?
    var scaledValueKilo: String?
    var sign: Int?
    var asInt64: String?
    var asInt64OK: Bool?
    var asDec: String?
    var marshalJSON: String?
    var canonicalAsBinarySI: String?
    var canonicalAsDecimalSI: String?
    var canonicalAsDecimalExponent: String?
  }

  private struct Arithmetic: Decodable {
    var a: String
    var b: String
    var cmp: Int
    var equal: Bool
    var add: String
    var sub: String
    var addAsDec: String
    var subAsDec: String
    var negA: String
    var k: Int64
    var mulK: String
    var roundUp0: Bool
    var roundUp0Result: String
  }

  private static func lines<Line: Decodable>(_ file: String, of: Line.Type) throws -> [Line] {
    guard let bytes = try Suites.bytes("k8s-quantity/\(file)") else { return [] }
    return try bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: Data($0))
    }
  }

  @Test("Every input is read, printed and rounded as Kubernetes does")
  func parse() throws {
    let lines = try Self.lines("parse.jsonl", of: Parse.self)
    guard !lines.isEmpty else { return }
    var tally = Tally()
    for line in lines {
      do throws(QuantityError) {
        let quantity = try Quantity(parsing: line.input)
        #expect(line.error == nil, "\(line.input) was read")
        if line.error == nil { Self.check(quantity, line, &tally) }
      } catch {
        #expect(error.message == line.error, "\(line.input)")
      }
    }
    #expect(lines.count == 6_511)
    #expect(tally.valid == 4_300)
    #expect(
      tally.corrupt == [
        "string": 2, "canonical": 2, "marshalJSON": 2, "binarySI": 23, "decimalSI": 7,
      ])
    // All of them negative, which no field of a pod may be.
    #expect(tally.negativesAmiss == 628)
  }

  private struct Tally {
    var valid = 0
    var corrupt: [String: Int] = [:]
    var negativesAmiss = 0
  }

  private static func check(_ quantity: Quantity, _ line: Parse, _ tally: inout Tally) {
    tally.valid += 1
    let format: Quantity.Format =
      switch line.format {
      case "BinarySI": .binarySI
      case "DecimalExponent": .decimalExponent
      default: .decimalSI
      }
    #expect(quantity.format == format, "\(line.input)")
    #expect(quantity.sign == line.sign, "\(line.input)")
    #expect(quantity.decimalText == withoutZeros(line.asDec ?? ""), "\(line.input)")
    let printed = quantity.isPrintedAsWritten ? line.input : quantity.description
    for (name, ours, theirs) in [
      ("string", printed, line.string),
      ("canonical", quantity.description, line.canonical),
      ("marshalJSON", "\"\(printed)\"", line.marshalJSON),
      ("binarySI", quantity.text(as: .binarySI), line.canonicalAsBinarySI),
      ("decimalSI", quantity.text(as: .decimalSI), line.canonicalAsDecimalSI),
      ("exponent", quantity.text(as: .decimalExponent), line.canonicalAsDecimalExponent),
    ] where ours != theirs {
      #expect(
        worth(ours) == quantity && worth(theirs ?? "") != quantity,
        "\(name) of \(line.input): \(ours)")
      tally.corrupt[name, default: 0] += 1
    }
    if line.asInt64OK == true { #expect(quantity.value.map(String.init) == line.asInt64) }
    for (name, ours, theirs) in [
      ("value", quantity.value, line.value),
      ("milliValue", quantity.milliValue, line.milliValue),
      ("micro", quantity.scaledValue(powerOfTen: -6), line.scaledValueMicro),
      ("kilo", quantity.scaledValue(powerOfTen: 3), line.scaledValueKilo),
    ] {
      guard let ours else {
        // The one thing to hold them to: that it does overflow.
        let bound = Quantity(.max)
        let scaled: Int64 = ["value": 1, "milliValue": 1_000, "micro": 1_000_000][name] ?? 1
        let value = quantity.multiplied(by: scaled)
        #expect(value > bound || -value > bound, "\(name) of \(line.input)")
        continue
      }
      if String(ours) != theirs {
        #expect(quantity.sign < 0, "\(name) of \(line.input): \(ours), not \(theirs ?? "")")
        tally.negativesAmiss += 1
      }
    }
  }

  /// What a text is worth; other than reading does, this does not cap binary quantities.
  private static func worth(_ text: String) -> Quantity? {
    let text = text.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    return text.hasSuffix("Ei")
      ? (try? Quantity(parsing: String(text.dropLast(2))))?.multiplied(by: 1 << 60)
      : try? Quantity(parsing: text)
  }

  @Test("Every pair compares, adds and multiplies as Kubernetes does")
  func arithmetic() throws {
    let lines = try Self.lines("arithmetic.jsonl", of: Arithmetic.self)
    guard !lines.isEmpty else { return }
    #expect(lines.count == 3_000)
    var corrupt = 0
    for line in lines {
      let a = try Quantity(parsing: line.a)
      let b = try Quantity(parsing: line.b)
      let comment = Comment("\(line.a) and \(line.b)")
      #expect(a.compare(b) == line.cmp, comment)
      #expect(b.compare(a) == -line.cmp, comment)
      #expect((a == b) == line.equal, comment)
      #expect((a < b) == (line.cmp < 0), comment)
      let rounded = a.roundedUp(toPowerOfTen: 0)
      #expect(rounded.isExact == line.roundUp0, comment)
      for (ours, theirs) in [
        (a + b, line.add), (a - b, line.sub), (-a, line.negA),
        (a.multiplied(by: line.k), line.mulK),
        (rounded.quantity, line.roundUp0Result),
      ] {
        let text = ours.isPrintedAsWritten ? line.a : ours.description
        guard text != theirs else { continue }
        #expect(Self.worth(text) == ours && Self.worth(theirs) != ours, comment)
        corrupt += 1
      }
      #expect((a + b).decimalText == Self.withoutZeros(line.addAsDec), comment)
      #expect((a - b).decimalText == Self.withoutZeros(line.subAsDec), comment)
    }
    #expect(corrupt == 4)
  }

  /// Kubernetes keeps as many zeros after the point as its internal scale has.
  private static func withoutZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
