import Documents
import FuzzSupport
import JSONSyntax
import Schemas

/// A line that is a schema in JSON, then a value in JSON: compiled in both drafts and held against
/// each other within small limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchema(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let cut = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  let limits = FuzzChecks.limits(for: bytes)
  guard let schema = try? JSONParser.parse(Source(Array(bytes[..<cut])), limits: limits) else {
    return 0
  }
  let value = try? JSONParser.parse(Source(Array(bytes[cut...])), limits: limits)
  for isDraft7 in [false, true] {
    for isStrict in [false, true] {
      let options = Schema.Options(
        isDraft7: isDraft7, isStrict: isStrict,
        limits: SchemaLimits(maximumSchemas: 2_000, maximumSteps: 200_000, maximumViolations: 20))
      guard let compiled = try? Schema(compiling: Value(schema.root), options: options) else {
        continue
      }
      _ = ReadingPlan(of: compiled)
      check(compiled, schema.root)
      if let value { check(compiled, value.root) }
    }
  }
  return 0
}

private func check(_ schema: Schema, _ value: Node) {
  let result = schema.check(value)
  for violation in result.violations {
    invariant(!violation.sentence(showsValues: true).isEmpty, "a violation has words")
    invariant(!violation.sentence(showsValues: false).isEmpty, "and without its value, too")
  }
  // Both ways of asking agree, unless a limit ended one of them.
  guard result.halt == nil, let accepts = try? schema.accepts(value) else { return }
  invariant(accepts == result.isValid, "a value is accepted where nothing is wrong with it")
}
