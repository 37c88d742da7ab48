import Documents
import Testing

@testable import YAMLSyntax

/// Checks what holds for every parse: well-formed tables, and ranges that cover the source.
func expectWellFormed(
  _ documents: [Document], _ source: Source, limits: DocumentLimits = .standard,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var end: UInt32 = 0
  for (position, document) in documents.enumerated() {
    #expect(document.malformation(limits: limits) == nil, sourceLocation: sourceLocation)
    #expect(document.position == position, sourceLocation: sourceLocation)
    #expect(document.range.start == end, sourceLocation: sourceLocation)
    #expect(
      document.records.allSatisfy { !$0.has(.dropped) }, "a dropped row was left",
      sourceLocation: sourceLocation)
    for decoration in document.decorations {
      #expect(Int(decoration.row) < document.records.count, sourceLocation: sourceLocation)
      #expect(Int(decoration.target) < document.records.count, sourceLocation: sourceLocation)
      #expect(document.range.contains(decoration.range), sourceLocation: sourceLocation)
    }
    let starts = document.decorations.map(\.range.start)
    #expect(starts == starts.sorted(), "decorations out of order", sourceLocation: sourceLocation)
    end = document.range.end
  }
  #expect(
    Int(end) == source.count, "the ranges do not cover the source", sourceLocation: sourceLocation)
}
