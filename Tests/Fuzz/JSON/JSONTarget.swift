import Documents
import FuzzSupport
import JSONSyntax

/// Any bytes as JSON: one value, a stream, and with equal keys allowed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let source = Source(bytes)
  let limits = FuzzChecks.limits(for: bytes)
  let strict = parse(source, limits, .reject)
  let lenient = parse(source, limits, .lastCounts)
  if let strict {
    invariant(lenient?.records == strict.records, "without equal keys both say the same")
    FuzzChecks.writable(strict.root)
    let value = Value(strict.root)
    invariant(value.json() == strict.root.json, "a node and its value are written the same")
    let pretty = Source(value.json(.pretty))
    invariant((try? JSONParser.parse(pretty))?.root.json == strict.root.json, "pretty is the same")
  }
  if let lenient { FuzzChecks.writable(lenient.root) }
  do throws(SyntaxError) {
    let documents = try JSONParser.parseStream(source, limits: limits)
    FuzzChecks.covering(documents, source)
    for document in documents { FuzzChecks.wellFormed(document, limits) }
    if let strict {
      invariant(documents.count == 1, "one value is a stream of one")
      invariant(documents[0].records == strict.records, "a stream of one is that value")
    }
  } catch {
    FuzzChecks.inside(error, source)
    invariant(strict == nil, "what is a value is a stream of one")
  }
  return 0
}

private func parse(
  _ source: Source, _ limits: DocumentLimits, _ duplicateKeys: JSONParser.DuplicateKeys
) -> Document? {
  do throws(SyntaxError) {
    let document = try JSONParser.parse(source, limits: limits, duplicateKeys: duplicateKeys)
    FuzzChecks.wellFormed(document, limits)
    FuzzChecks.covering([document], source)
    return document
  } catch {
    FuzzChecks.inside(error, source)
    return nil
  }
}
