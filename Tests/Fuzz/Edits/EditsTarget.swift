import Documents
import Edits
import FuzzSupport
import JSONSyntax
import YAMLSyntax

/// A document and edits of it: the first byte is the length of what the edits are made of, that
/// follows, then comes the document.
///
/// The JSON Patch and the text edits must do the same to it (invariant I4), and no edits must leave
/// the bytes as they are (I1).
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEdits(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  guard let length = bytes.first else { return 0 }
  let script = bytes.dropFirst().prefix(Int(length))
  let source = Source(Array(bytes.dropFirst(1 + script.count)))
  if let document = try? JSONParser.parse(source) {
    var input = FuzzInput(script)
    checkJSON(input.edits(of: document))
  } else if let documents = try? YAMLParser.parse(source) {
    var input = FuzzInput(script)
    let document = documents[input.below(documents.count)]
    checkYAML(input.edits(of: document), among: documents)
  }
  if let documents = try? YAMLParser.parse(source, limits: DocumentLimits(maximumAliasNodes: 1_000))
  {
    for document in documents.prefix(4) {
      var input = FuzzInput(script)
      checkYAML(input.edits(of: document))
    }
  }
  return 0
}

private func checkYAML(_ edits: EditSet) {
  FuzzChecks.patchAgrees(edits)
  let document = edits.document
  do throws(RenderingFailure) {
    let none = try YAMLRenderer.textEdits(for: EditSet(unchanged: document))
    invariant(none.isEmpty, "no edits are no text edits")
    let output = FuzzChecks.apply(try YAMLRenderer.textEdits(for: edits), to: document)
    guard let again = try? YAMLParser.parse(Source(output)), again.count == 1 else {
      fatalError("the edited text is no document: \(String(decoding: output, as: UTF8.self))")
    }
    let wanted = Value(edits.applied(to: document.root))
    invariant(Value(again[0].root) == wanted, "the edited text says what the edits mean")
  } catch {
    fatalError("edits that cannot be rendered")
  }
}

private func checkJSON(_ edits: EditSet) {
  let document = edits.document
  let none = JSONRenderer.textEdits(for: EditSet(unchanged: document))
  invariant(none.isEmpty, "no edits are no text edits")
  FuzzChecks.patchAgrees(edits)
  let output = FuzzChecks.apply(JSONRenderer.textEdits(for: edits), to: document)
  guard let again = try? JSONParser.parse(Source(output)) else {
    fatalError("the edited text cannot be read: \(String(decoding: output, as: UTF8.self))")
  }
  let wanted = edits.applied(to: document.root).json
  invariant(again.root.json == wanted, "the edited text says what the edits mean")
}

private func checkYAML(_ edits: EditSet, among documents: [Document]) {
  let document = edits.document
  let none = try? YAMLRenderer.textEdits(for: EditSet(unchanged: document))
  invariant(none?.isEmpty == true, "no edits are no text edits")
  FuzzChecks.patchAgrees(edits)
  // Not every edit can be said in YAML; what is said must be right.
  guard let textEdits = try? YAMLRenderer.textEdits(for: edits) else { return }
  let bytes = document.source.bytes
  let output =
    Array(bytes[..<Int(document.range.start)]) + FuzzChecks.apply(textEdits, to: document)
    + bytes[Int(document.range.end)...]
  guard let again = try? YAMLParser.parse(Source(output)) else {
    fatalError("the edited text cannot be read: \(String(decoding: output, as: UTF8.self))")
  }
  invariant(again.count == documents.count, "an edit makes no document and takes none")
  for (before, after) in zip(documents, again) {
    let wanted = before === document ? edits.applied(to: before.root) : before.root
    invariant(Value(after.root) == Value(wanted), "the edited text says what the edits mean")
  }
}
