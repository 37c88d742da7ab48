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
  }
  return 0
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
