import Documents
import FuzzSupport
import JSONSyntax
import YAMLSyntax

/// Any bytes as YAML, in both readings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let source = Source(bytes)
  let limits = FuzzChecks.limits(for: bytes)
  for document in parse(source, .kubernetes, limits) { FuzzChecks.writable(document.root) }
  _ = parse(source, .core, limits)
  return 0
}

private func parse(
  _ source: Source, _ reading: YAMLParser.Reading, _ limits: DocumentLimits
) -> [Document] {
  do throws(SyntaxError) {
    let documents = try YAMLParser.parse(source, reading: reading, limits: limits)
    invariant(!documents.isEmpty, "a stream has a document")
    FuzzChecks.covering(documents, source)
    for document in documents { FuzzChecks.wellFormed(document, limits) }
    return documents
  } catch {
    FuzzChecks.inside(error, source)
    return []
  }
}
