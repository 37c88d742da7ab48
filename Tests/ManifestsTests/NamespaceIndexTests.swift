import Documents
import Testing

@testable import Manifests

@Suite("Namespaces of the input")
struct NamespaceIndexTests {
  @Test(
    "a source is parsed only where it names the kind",
    arguments: [
      ("kind: Namespace", true), ("\"Namespace\"", true), ("Namespace", true),
      ("NamespaceList", true), ("aNamespace b", true), ("eNNamespace\n", true),
      ("NamNamespace", true), ("Namespac", false), ("Namespaced", false), ("namespace", false),
      ("", false), ("scope: Namespaced\nkind: Namespace\n", true), ("NamespaceNamespaced", true),
      ("Namespacesee cNamespace.", true),
    ])
  func mentions(text: String, found: Bool) {
    #expect(NamespaceIndex.mentionsNamespace(Array(text.utf8)) == found)
  }

  @Test("a word is found at every place")
  func places() {
    for count in 0..<40 {
      let text = String(repeating: "spacename", count: 5).prefix(count) + "Namespace"
      #expect(NamespaceIndex.mentionsNamespace(Array(text.utf8)), "\(count)")
    }
  }

  @Test("labels are found in lists and before a mistake in the syntax")
  func lists() {
    let text = """
      apiVersion: v1
      kind: List
      items:
        - {apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {x: "1"}}}
        - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
        - {apiVersion: example.com/v1, kind: Namespace, metadata: {name: c, labels: {x: "1"}}}
      ---
      : [
      """
    let index = NamespaceIndex(of: Source(text), format: .yaml, limits: .standard)
    #expect(index.labels.keys.sorted() == ["a"])
  }
}
