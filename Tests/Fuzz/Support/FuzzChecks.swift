import Documents
import Edits
import JSONSyntax

/// What holds after every parse and every rendering; a break of it ends the process, which is what
/// a fuzzer looks for.
package enum FuzzChecks {
  /// Small limits for some inputs, so that they are reached.
  package static func limits(for bytes: [UInt8]) -> DocumentLimits {
    bytes.count % 8 == 5
      ? DocumentLimits(maximumBytes: 512, maximumDepth: 8, maximumNodes: 64, maximumAliasNodes: 32)
      : DocumentLimits(maximumAliasNodes: 10_000)
  }

  /// The node table is well-formed: invariant I2.
  package static func wellFormed(_ document: Document, _ limits: DocumentLimits) {
    if let malformation = document.malformation(limits: limits) {
      fatalError("malformed: \(malformation)")
    }
  }

  /// The ranges of documents cover their source without gap or overlap.
  package static func covering(_ documents: [Document], _ source: Source) {
    var end: UInt32 = 0
    for (position, document) in documents.enumerated() {
      invariant(document.position == position, "documents are numbered")
      invariant(document.range.start == end, "documents join")
      end = document.range.end
    }
    invariant(documents.isEmpty || Int(end) == source.count, "documents cover the source")
  }

  /// An error points into the source, or at its end.
  package static func inside(_ error: SyntaxError, _ source: Source) {
    invariant(error.offset >= 0 && error.offset <= source.count, "an error is in the source")
    if let related = error.related {
      invariant(related >= 0 && related <= source.count, "what belongs to it is, too")
    }
  }

  /// What the writer makes of a node reads back as the same.
  package static func writable(_ node: Node) {
    var text: [UInt8] = []
    JSONWriter.append(node, to: &text)
    guard let again = try? JSONParser.parse(Source(text)) else {
      fatalError("what was written cannot be read: \(String(decoding: text, as: UTF8.self))")
    }
    var textAgain: [UInt8] = []
    JSONWriter.append(again.root, to: &textAgain)
    invariant(text == textAgain, "what was written reads back as the same")
  }

  /// The source with text edits done, which are sorted and disjoint.
  package static func apply(_ edits: [TextEdit], to document: Document) -> [UInt8] {
    var position = document.range.start
    for edit in edits {
      invariant(edit.range.start >= position, "text edits are sorted and disjoint")
      position = edit.range.end
    }
    invariant(position <= document.range.end, "text edits are in the document")
    var output: [UInt8] = []
    TextEdit.apply(
      edits, to: document.source.bytes, in: document.range, into: &output)
    return output
  }

  /// The JSON Patch of an edit set does to the tree what the edit set does.
  package static func patchAgrees(_ edits: EditSet) {
    let root = edits.document.root
    do throws(JSONPatchError) {
      let patched = try JSONPatch(edits, below: root).applied(to: Value(root))
      let wanted = Value(edits.applied(to: root))
      invariant(patched == wanted, "the JSON Patch says what the edits mean")
    } catch {
      fatalError("the JSON Patch cannot be applied: \(error)")
    }
  }
}
