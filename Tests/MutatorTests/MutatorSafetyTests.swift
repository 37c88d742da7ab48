import Documents
import Edits
import Foundation
import Policy
import TestSupport
import Testing
import YAMLSyntax

@Suite("Mutators are safe with whatever objects say")
struct MutatorSafetyTests {
  /// Everything at once, so that mutators also meet one another.
  static let everything = """
    prometheus: {targets: [podTemplates, services], path: /metrics, repair: true}
    linkerd: {config: {proxy-log-level: warn, skip-inbound-ports: "25, 110"}}
    irsa:
      accountID: "111122223333"
      roleName: "${serviceAccount}-role"
      serviceAccountName: "${name}-sa"
      region: eu-west-1
      stsRegionalEndpoints: true
      inject: true
    labels:
      set: {team: shop, origin: "${namespace}"}
      targets: [objects, podTemplates]
      overwrite: true
    annotations:
      set: {example.com/kind: "${kind}"}
    patches:
      - match: {kinds: [Deployment, Pod]}
        json:
          - {op: add, path: /metadata/annotations/patched, value: "${name}"}
      - match: {kinds: [Service]}
        merge: {spec: {sessionAffinity: ClientIP}}
    """

  static let objects = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
      annotations: {prometheus.io/port: metrics, eks.amazonaws.com/role-arn: x, linkerd.io/inject: y}
      labels: {app: shop}
    spec:
      selector: {matchLabels: {app: shop, team: x}}
      template:
        metadata:
          annotations:
            prometheus.io/scrape: "true"
            config.linkerd.io/opaque-ports: "80"
            eks.amazonaws.com/skip-containers: mesh
            eks.amazonaws.com/token-expiration: "900"
          labels: {app: shop, team: x}
        spec:
          hostNetwork: false
          restartPolicy: Always
          nodeSelector: {kubernetes.io/os: linux}
          volumes: [{name: data, emptyDir: {}}]
          initContainers:
            - {name: mesh, restartPolicy: Always, ports: [{containerPort: 15000}]}
          containers:
            - name: shop
              image: registry.example.com/shop:1
              ports: [{name: metrics, containerPort: 9090, protocol: TCP}]
              env: [{name: AWS_REGION, value: x}]
              volumeMounts: [{name: data, mountPath: /data}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: shop, annotations: {prometheus.io/scrape: "true"}}
    spec:
      type: ClusterIP
      ports: [{name: metrics, port: 80, targetPort: 9090, protocol: TCP}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: shop
      namespace: shop
      annotations: {eks.amazonaws.com/audience: x, eks.amazonaws.com/token-expiration: "1"}
    """

  static let odd: [Value] = [
    .null, false, "x", "", [:], [.null], [[:]], .number("99999999999999999999"),
    [["name": "metrics"], 1],
  ]

  @Test(
    "Each field in turn holds something else: nothing traps, and a second run changes nothing",
    arguments: odd)
  func malformed(replacement: Value) throws {
    let bench = try Bench(mutators: Self.everything)
    for document in try YAMLParser.parse(Source(Self.objects)) {
      let original = Value(document.root)
      for row in 1..<UInt32(document.records.count) {
        let node = Node(document: document, index: row)
        let path = document.pointer(to: node)
        // Keys are rows as well, and say where their value is.
        let patch = JSONPatch([.replace(path: path, value: replacement)])
        guard let object = try? patch.applied(to: original) else { continue }
        try Self.check(bench, Document(object))
      }
    }
  }

  /// What holds for every mutation of every object, whether its edits can be one or contradict.
  static func check(_ bench: Bench, _ document: Document) throws {
    let root = document.root
    do {
      let first = try bench.engine.evaluate(document: document)
      let patched = first.edits.applied(to: root)
      #expect(patched.document.malformation() == nil)
      let second = try bench.engine.evaluate(document: patched.document)
      let again = JSONPatch(second.edits, below: patched)
      #expect(again.operations.isEmpty, "\(Value(root).brief)\nagain: \(again.lines)")
    } catch {
      #expect(error.origins.count > 0)
    }
  }

  @Test("The manifests of many projects: nothing traps, and a second run changes nothing")
  func manifests() throws {
    guard let home = Suites.directory("manifests") else { return }
    let bench = try Bench(mutators: Self.everything)
    var objects = 0
    let files = FileManager.default.enumerator(at: home, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard ["yaml", "yml"].contains(file.pathExtension), let data = try? Data(contentsOf: file),
        data.count < 30_000, let documents = try? YAMLParser.parse(Source([UInt8](data)))
      else { continue }
      for document in documents where document.root.isMapping {
        objects += 1
        try Self.check(bench, document)
      }
    }
    #expect(objects > 1_000)
  }

  @Test("A mirror pod, and what goes, stays as it is")
  func mirror() throws {
    let bench = try Bench(mutators: Self.everything)
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: etcd, annotations: {kubernetes.io/config.mirror: abc}}
      spec: {containers: [{name: etcd, ports: [{containerPort: 2381}]}]}
      """
    #expect(try bench.mutate(pod).patches[0].operations.isEmpty)
    let other = pod.replacingOccurrences(of: "config.mirror", with: "config.other")
    #expect(try !bench.mutate(other).patches[0].operations.isEmpty)
    let deletion = EvaluationContext(operation: .delete)
    #expect(try bench.mutate(other, context: deletion).patches[0].operations.isEmpty)
  }

  @Test("An update changes nothing that the API server has frozen")
  func updates() throws {
    let bench = try Bench(
      mutators: """
        prometheus: {port: 80}
        linkerd: {}
        irsa: {accountID: "111122223333", roleName: x, serviceAccountName: app, inject: true}
        """)
    let update = EvaluationContext(operation: .update)
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: web, ports: [{containerPort: 80}]}]}
      """
    #expect(
      try bench.mutate(pod, context: update).patches[0].lines == [
        #"add /metadata/annotations {prometheus.io/scrape: "true", prometheus.io/port: "80", "#
          + #"linkerd.io/inject: "enabled"}"#
      ])
    #expect(try bench.mutate(pod).patches[0].operations.count > 1)
    let job = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: web}
      spec: {template: {spec: {containers: [{name: web, ports: [{containerPort: 80}]}]}}}
      """
    #expect(try bench.mutate(job, context: update).patches[0].operations.isEmpty)
    #expect(try !bench.mutate(job).patches[0].operations.isEmpty)
  }

  @Test("What one mutator needs of another one is there in the same run")
  func settling() throws {
    let bench = try Bench(
      mutators: """
        labels: {set: {team: "${name}"}}
        annotations: {set: {example.com/team: "${labels['team']}", example.com/none: "${labels['x']}"}}
        patches:
          - json: [{op: add, path: /metadata/annotations/patched, value: "${labels['team']}"}]
        """)
    let outcome = try bench.mutate(
      """
      apiVersion: v1
      kind: List
      items:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
      """)
    #expect(
      outcome.after[0]["items"] == [
        [
          "apiVersion": "v1", "kind": "ConfigMap",
          "metadata": [
            "name": "a", "labels": ["team": "a"],
            "annotations": ["example.com/team": "a", "patched": "a"],
          ],
        ],
        [
          "apiVersion": "v1", "kind": "ConfigMap",
          "metadata": [
            "name": "b", "labels": ["team": "b"],
            "annotations": ["example.com/team": "b", "patched": "b"],
          ],
        ],
      ])
    // What was impossible at first and then done is not reported; what stays impossible is, once.
    #expect(
      outcome.notes
        == Array(
          repeating: [
            "applied /metadata/labels: 1 of the policy added",
            "skipped /metadata/annotations/example.com~1none: not written: the object has no labels['x']",
            "applied /metadata/annotations: 1 of the policy added",
            "applied : patched by the policy",
          ], count: 2
        ).flatMap { $0 })
  }

  @Test("Two mutators that want different values are told apart; equal wishes are one")
  func conflicts() throws {
    let service = "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}"
    let same = try Bench(
      mutators: """
        annotations: {set: {a: b}}
        patches: [{merge: {metadata: {annotations: {a: b}}}}]
        """)
    #expect(try same.mutate(service).patches[0].lines == [#"add /metadata/annotations {a: "b"}"#])
    let different = try Bench(
      mutators: """
        annotations: {set: {a: b}}
        patches: [{merge: {metadata: {annotations: {a: c}}}}]
        """)
    let error = #expect(throws: EditConflict.self) { try different.mutate(service) }
    #expect(error?.origins == ["annotations", "patches"])
    #expect(error?.pointer.description == "/metadata/annotations/a")
  }
}

@Suite("Mutators and objects that are far too large")
struct MutatorLimitTests {
  /// A pod with so many containers, annotations of Prometheus and of Linkerd, and skipped
  /// containers.
  private func pod(_ count: Int) -> Value {
    let names = (0..<count).map { "c\($0)" }
    var annotations: [Value.Entry] = names.flatMap { name -> [Value.Entry] in
      [.init("prometheus.io/\(name)", 1), .init("config.linkerd.io/\(name)", "x")]
    }
    annotations.append(
      .init("eks.amazonaws.com/skip-containers", .string(names.joined(separator: ","))))
    return [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": ["name": "large", "annotations": .mapping(annotations)],
      "spec": ["containers": .sequence(names.map { ["name": .string($0)] })],
    ]
  }

  @Test("Notes and edits have their limits, whatever the size")
  func limits() throws {
    let bench = try Bench(mutators: MutatorSafetyTests.everything)
    for count in [64, 1_000, 1_001, 5_000] {
      let document = Document(pod(count))
      let evaluation = try bench.engine.evaluate(document: document)
      #expect(evaluation.evaluations.flatMap(\.notes).count < 200)
      // Beyond the limit of containers nothing is injected; the other mutators do not count them.
      let patch = JSONPatch(evaluation.edits, below: document.root).lines
      let isInjected = patch.contains { $0.contains("aws-iam-token") }
      #expect(isInjected == (count <= 1_000))
      let isTold = evaluation.evaluations.flatMap(\.notes).contains {
        $0.mutator == "irsa" && $0.message.contains("more than 1000 containers")
      }
      #expect(isTold == !isInjected)
    }
  }

  @Test("A list of pod templates has its limit")
  func templates() throws {
    let bench = try Bench(mutators: "linkerd: {}")
    for (count, isMutated) in [(1_000, true), (1_001, false)] {
      let job: Value = ["template": ["spec": ["template": ["spec": ["containers": []]]]]]
      let set: Value = [
        "apiVersion": "jobset.x-k8s.io/v1alpha2", "kind": "JobSet", "metadata": ["name": "large"],
        "spec": ["replicatedJobs": .sequence(Array(repeating: job, count: count))],
      ]
      let evaluation = try bench.engine.evaluate(document: Document(set))
      #expect(evaluation.edits.changes.count == (isMutated ? 1_000 : 0))
      let skipped = evaluation.evaluations.flatMap(\.notes).filter { $0.kind == .skipped }
      let note = "skipped : left alone: it has more than 1000 pod templates"
      #expect(skipped.map(\.summary) == (isMutated ? [] : [note]))
    }
  }
}
