import Documents
import FuzzSupport
import Patterns

/// A line that is a pattern, then a text: compiled in both flavours, and all ways of asking agree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPatterns(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let cut = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  let pattern = String(decoding: bytes[..<cut], as: UTF8.self)
  // Time grows with pattern times text, which is promised; both at their largest would be slow.
  let text = Array(bytes[cut...].dropFirst().prefix(4096))
  for flavour in [RegularExpression.Flavour.re2, .ecma] {
    let expression: RegularExpression
    do throws(RegularExpressionError) {
      expression = try RegularExpression(parsing: pattern, flavour: flavour)
    } catch {
      invariant(!error.message.isEmpty, "a refusal has words")
      continue
    }
    check(expression, text.span)
  }
  return 0
}

private func check(_ expression: RegularExpression, _ text: Span<UInt8>) {
  let match = expression.firstMatch(in: text)
  invariant(expression.isFound(in: text) == (match != nil), "what is found is a match")
  if expression.matchesWhole(text) {
    invariant(match?.range.lowerBound == 0, "what matches as a whole matches from the start")
  }
  guard let match else { return }
  let whole = match.range
  invariant(whole.upperBound <= text.count, "a match lies in the text")
  invariant(match.groups.count == expression.groupNames.count, "each group has its place")
  for case let group? in match.groups {
    invariant(
      group.lowerBound >= whole.lowerBound && group.upperBound <= whole.upperBound,
      "a group lies in the match")
  }
}
