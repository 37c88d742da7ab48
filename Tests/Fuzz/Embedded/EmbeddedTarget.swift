import Documents
import Embedded
import FuzzSupport
import JSONSyntax
import Schemas
import YAMLSyntax

/// Any bytes as each format of embedded documents, and as a value of YAML whose text leads back to
/// its place.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEmbedded(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let source = Source(bytes)
  let limits = FuzzChecks.limits(for: bytes)
  for format in EmbeddedFormat.allCases {
    do throws(SyntaxError) {
      for document in try EmbeddedDocument.parse(source, as: format, limits: limits) {
        FuzzChecks.wellFormed(document, limits)
        if format.isUntyped { typed(document) }
      }
    } catch {
      FuzzChecks.inside(error, source)
    }
  }
  for document in (try? YAMLParser.parse(source, limits: limits)) ?? [] { mapped(document) }
  return 0
}

private let plan: ReadingPlan? = {
  let schema: Value = [
    "additionalProperties": [
      "type": ["null", "boolean", "integer", "number", "array", "object"], "x-separator": ",",
      "items": ["type": ["integer", "boolean"]],
      "additionalProperties": ["type": ["array", "object", "integer"]],
    ]
  ]
  return (try? Schema(compiling: schema)).map { ReadingPlan(of: $0) }
}()

/// Whatever is read from texts is a well-formed table that JSON can say.
private func typed(_ document: Document) {
  guard let plan else { fatalError("invariant broken: the schema compiles") }
  var builder = TypedTable.Builder(document, TypedReading())
  builder.append(entriesOf: document.root, plan)
  let table = builder.finish()
  FuzzChecks.wellFormed(table.document, DocumentLimits(maximumDepth: 1_000))
  FuzzChecks.writable(table.document.root)
}

/// Places of a text do not go back, are inside of the scalar, and what is no white space and no
/// escape stands there as it is.
private func mapped(_ document: Document) {
  for row in document.records.indices.prefix(200) {
    let node = Node(document: document, index: UInt32(truncatingIfNeeded: row))
    guard node.isString, !node.record.has(.aliasRoot) else { continue }
    let map = ScalarMap(node)
    let text = Array(node.text.utf8)
    var last = 0
    for offset in 0...text.count {
      let place = map.source(of: offset)
      invariant(place >= last, "places do not go back")
      invariant(place <= Int(node.range.end), "places are inside of the scalar")
      last = place
      // What is not in the source as it is has one place: keys that are no strings, binary data.
      guard offset < text.count, text[offset] > 0x20, place < document.bytes.count,
        text.count == 1 || map.source(of: text.count - 1) > Int(node.range.start)
      else { continue }
      let written = document.bytes[place]
      invariant(
        written == text[offset] || written == UInt8(ascii: "\\") || text.count == 1,
        "a letter stands where the map says")
    }
  }
}
