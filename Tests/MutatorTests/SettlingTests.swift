import Documents
import Edits
import Foundation
import Policy
import TestSupport
import Testing
import YAMLSyntax

@Suite("Mutators are not asked again where nothing can have changed for them")
struct SettlingTests {
  /// Mutators that write labels and annotations, some of which look at what others write.
  static let policies = [
    "prometheus: {}\nlinkerd: {}\nlabels: {set: {team: shop}}",
    """
    prometheus: {targets: [podTemplates, services], path: /metrics, repair: true}
    linkerd: {config: {proxy-log-level: warn}}
    labels: {set: {linkerd.io/inject: enabled, prometheus.io/port: "80"}, targets: [podTemplates]}
    """,
    """
    linkerd: {exclude: {labels: {team: shop}}}
    labels: {set: {team: shop}, targets: [objects, podTemplates]}
    annotations: {set: {of: "${labels['team']}", prometheus.io/scrape: "false"}, targets: [podTemplates]}
    """,
    """
    irsa: {accountID: "111122223333", roleName: "${name}", serviceAccountName: "${labels['app']}"}
    labels: {set: {app: "${name}"}, overwrite: true}
    annotations:
      - {set: {a: "1"}, match: {labels: {app: "*"}}}
      - {set: {config.kubernetes.io/local-config: "true", kubernetes.io/config.mirror: x}}
    """,
  ]
  /// A mutator that does nothing, and of which it is not known what it looks at.
  static let watcher = """

    patches:
      - match: {kinds: [NoSuchKind]}
        merge: {metadata: {labels: {x: y}}}
    """

  @Test("Edits and notes are those of runs to the end", arguments: policies.indices)
  func sameAsRuns(index: Int) throws {
    let bench = try Bench(mutators: Self.policies[index])
    let asking = try Bench(mutators: Self.policies[index] + Self.watcher)
    var compared = 0
    for document in try Self.documents() {
      for leavesLocal in [false, true] {
        var context = EvaluationContext()
        context.leavesLocalConfiguration = leavesLocal
        let evaluation = try? bench.engine.evaluate(document: document, context: context)
        let expected = try? asking.engine.evaluate(document: document, context: context)
        let edits = evaluation.map { JSONPatch($0.edits, below: document.root).lines }
        #expect(edits == expected.map { JSONPatch($0.edits, below: document.root).lines })
        let notes = evaluation?.evaluations.flatMap(\.notes).map(\.summary)
        #expect(notes == expected?.evaluations.flatMap(\.notes).map(\.summary))
        if edits?.isEmpty == false { compared += 1 }
      }
    }
    #expect(compared > 5)
  }

  @Test(
    "What waits for another part of one mutator's settings is done in one run",
    arguments: [
      "labels:\n  - set: {tier: back}\n  - match: {labels: {tier: back}}\n    set: {second: two}",
      """
      annotations: {set: {z: z}}
      labels:
        - set: {tier: back, q: "${annotations['nope']}"}
        - match: {labels: {tier: back}}
          set: {second: two}
      """,
      """
      patches:
        - merge: {metadata: {labels: {tier: back}}}
        - match: {labels: {tier: back}}
          merge: {metadata: {annotations: {second: two}}}
      """,
      """
      prometheus: {}
      patches:
        - merge: {metadata: {labels: {tier: back}}}
        - match: {labels: {tier: back}}
          merge: {metadata: {annotations: {second: two}}}
      """,
      // By its hash a pod, and what is called as one, is known by the name of its workload.
      """
      labels: {set: {pod-template-hash: abc}}
      annotations:
        - match: {names: [web]}
          set: {second: two}
      """,
    ])
  func chains(mutators: String) throws {
    let bench = try Bench(mutators: mutators)
    let object = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web-abc}
      spec: {template: {spec: {containers: [{name: a}]}}}
      """
    // That a second run changes nothing is asked there.
    #expect(try bench.mutate(object).text.contains("second"))
    let document = try #require(YAMLParser.parse(Source(object)).first)
    let patches = try [false, true].map { wantsWarningsOnly in
      var context = EvaluationContext()
      context.wantsWarningsOnly = wantsWarningsOnly
      let evaluation = try bench.engine.evaluate(document: document, context: context)
      return JSONPatch(evaluation.edits, below: document.root).lines
    }
    #expect(patches[0] == patches[1], "what is said must not change what is done")
  }

  /// Objects of the safety tests, and of the corpus where it is here.
  static func documents() throws -> [Document] {
    var documents = try YAMLParser.parse(Source(MutatorSafetyTests.objects))
    guard let home = Suites.directory("manifests") else { return documents }
    let files = FileManager.default.enumerator(at: home, includingPropertiesForKeys: nil)
    var read = 0
    while let file = files?.nextObject() as? URL, read < 400 {
      guard ["yaml", "yml"].contains(file.pathExtension), let data = try? Data(contentsOf: file),
        data.count < 30_000, let found = try? YAMLParser.parse(Source([UInt8](data)))
      else { continue }
      read += 1
      documents += found.filter(\.root.isMapping)
    }
    return documents
  }
}
