import Documents
import Edits
import Foundation
import Kubernetes
import Policy
import TestSupport
import Testing

@Suite("The engine")
struct EngineTests {
  static let privilegedPod: Value = [
    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "app"],
    "spec": [
      "containers": [["name": "app", "securityContext": ["privileged": true]]],
      "initContainers": [["name": "init"]],
    ],
  ]

  @Test("A finding names rule, object, container and place, and carries the edit that mends it")
  func finding() throws {
    let evaluation = try Engine(.builtIn).evaluate(object: Document(Self.privilegedPod).root)
    let finding = try #require(evaluation.findings.first { $0.rule == "pss/privileged" })
    #expect(finding.action == .deny && finding.severity == .error)
    #expect(finding.container == "app")
    #expect(
      finding.object
        == ObjectReference(apiVersion: "v1", kind: "Pod", namespace: nil, name: "app"))
    #expect(finding.pointer.description == "/spec/containers/0/securityContext/privileged")
    #expect(
      finding.message
        == "privileged (container \"app\" must not set securityContext.privileged=true): "
        + "it would have nearly all the power of root on the node")
    #expect(
      finding.fix?.value == [
        [
          "op": "replace", "path": "/spec/containers/0/securityContext/privileged",
          "value": false,
        ]
      ])
  }

  @Test("What is missing is reported at its place, beside the nearest node that there is")
  func missing() throws {
    let document = Document(Self.privilegedPod)
    let findings = try Engine(.builtIn).evaluate(object: document.root).findings
    let finding = try #require(
      findings.first { $0.rule == "pss/run-as-non-root" && $0.container == "init" })
    #expect(finding.pointer.description == "/spec/initContainers/0/securityContext/runAsNonRoot")
    #expect(document.pointer(to: finding.node).description == "/spec/initContainers/0")
    #expect(
      finding.fix?.value == [
        [
          "op": "add", "path": "/spec/initContainers/0/securityContext",
          "value": ["runAsNonRoot": true],
        ]
      ])
  }

  @Test("What is no Kubernetes object comes back as it is")
  func noObject() throws {
    let document = Document(["kind": "Pod", "spec": ["containers": []]])
    let evaluation = try Engine(.builtIn).evaluate(object: document.root)
    #expect(evaluation.findings.isEmpty && evaluation.edits.isEmpty)
    #expect(try Engine(.builtIn).evaluate(document: document).evaluations.isEmpty)
  }

  @Test("Objects of any shape are judged without a trap")
  func shapes() throws {
    let odd: [Value] = [nil, true, 1, "x", [], ["a"], [:], ["a": "b"], [[["a": [:]]]]].map {
      $0 ?? .null
    }
    let policy = try compiled([layer("preset: everything")])
    for value in odd {
      let spec: Value = [
        "containers": value, "initContainers": [value], "securityContext": value,
        "hostUsers": value, "os": value, "resources": ["limits": value, "requests": value],
        "nodeSelector": value,
      ]
      let container: Value = [
        "name": value, "image": value, "securityContext": value, "livenessProbe": value,
        "resources": ["limits": value, "requests": ["cpu": value]], "env": value, "args": value,
      ]
      for spec in [spec, value, ["containers": [container], "ephemeralContainers": [container]]] {
        let pod: Value = [
          "apiVersion": "v1", "kind": "Pod", "metadata": ["labels": value, "annotations": value],
          "spec": spec,
        ]
        _ = try Engine(policy).evaluate(object: Document(pod).root)
        let bare: Value = ["apiVersion": "v1", "kind": "Pod", "metadata": value, "spec": spec]
        _ = try Engine(policy).evaluate(object: Document(bare).root)
      }
    }
  }

  @Test("Names that are meant to mislead a terminal or a log are made harmless")
  func hostileNames() throws {
    let name = "app\u{1B}[2K\n::error::\u{202E}" + String(repeating: "x", count: 100)
    let pod: Value = [
      "apiVersion": "v1", "kind": "Pod",
      "spec": [
        "containers": [
          [
            "name": .string(name), "securityContext": ["privileged": true],
            "resources": [
              "requests": [.init(name, "2")].asMapping, "limits": [.init(name, "1")].asMapping,
            ],
          ]
        ]
      ],
    ]
    let policy = try compiled([layer("preset: everything")])
    let findings = try Engine(policy).evaluate(object: Document(pod).root).findings
    #expect(findings.contains { $0.rule == "resources/request-le-limit" })
    for finding in findings {
      let isPlain = finding.message.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x202E && !(0x7F..<0xA0).contains($0.value)
      }
      #expect(isPlain && finding.message.utf8.count < 500)
    }
  }

  @Test("One object may give as many findings as it has entries")
  func manyFindings() throws {
    let names = (0..<20_000).map { "k\($0)" }
    let ones: Value = .mapping(names.map { .init($0, 1) })
    let engine = Engine(try compiled([layer("preset: everything")]))
    func count(_ rule: String, _ object: Value) throws -> Int {
      try engine.evaluate(object: Document(object).root).findings.count { $0.rule == rule }
    }
    let settings: Value = ["apiVersion": "v1", "kind": "ConfigMap", "data": ones]
    #expect(try count("api/string-required", settings) == names.count)
    let twos: Value = .mapping(names.map { .init($0, 2) })
    let container: Value = ["resources": ["requests": twos, "limits": ones]]
    let pod: Value = ["apiVersion": "v1", "kind": "Pod", "spec": ["containers": [container]]]
    #expect(try count("resources/request-le-limit", pod) == names.count)
    let job: Value = [
      "template": ["spec": ["template": ["spec": ["containers": [["name": "a"]]]]]]
    ]
    let set: Value = [
      "apiVersion": "jobset.x-k8s.io/v1alpha2", "kind": "JobSet",
      "spec": ["replicatedJobs": .sequence(names.map { _ in job })],
    ]
    #expect(try count("resources/memory-limit", set) == names.count)
    let lines = names.map { "  \($0): a\n  \($0): b\n" }.joined()
    let text = "apiVersion: v1\nkind: ConfigMap\ndata:\n" + lines
    let twice = try #require(documents(text).first)
    let found = try engine.evaluate(object: twice.root).findings
    #expect(found.count { $0.rule == "api/duplicate-key" } == names.count)
  }

  @Test("A list may give as many findings as it has elements")
  func manyElements() throws {
    let count = 10_000
    let ports: [Value] = (0..<count).map { _ in ["containerPort": 22, "hostPort": 22] }
    let mounts: [Value] = (0..<count).map { ["name": .string("v\($0)")] }
    let paths: [Value] = (0..<count).map {
      ["name": .string("v\($0)"), "hostPath": ["path": "/data"]]
    }
    let empty: [Value] = (0..<count).map { ["name": .string("e\($0)"), "emptyDir": [:]] }
    let pod: Value = [
      "apiVersion": "v1", "kind": "Pod",
      "spec": [
        "containers": [["ports": .sequence(ports), "volumeMounts": .sequence(mounts)]],
        "volumes": .sequence(paths + empty),
      ],
    ]
    for rule in [
      "pss/host-ports", "security/ssh-port", "security/privileged-ports",
      "security/writable-host-mount", "resources/empty-dir-size-limit",
    ] {
      let engine = Engine(try compiled([layer("preset: none\nrules: {\(rule): warn}")]))
      let findings = try engine.evaluate(object: Document(pod).root).findings
      #expect(findings.count == count, "\(rule)")
    }
  }

  @Test("Findings come in the order of the catalogue, then of the object")
  func order() throws {
    let policy = try compiled([layer("preset: everything")])
    let order = Catalogue.rules.map(\.id)
    for fixture in Fixtures.cases {
      for document in try documents(fixture.text()) {
        for evaluation in try Engine(policy).evaluate(document: document).evaluations {
          let places = evaluation.findings.map { order.firstIndex(of: $0.rule) ?? -1 }
          #expect(places == places.sorted())
        }
      }
    }
  }

  @Test("The same object gives the same answer each time, alone and in its document")
  func purity() throws {
    let engine = Engine(try compiled([layer("preset: everything")]))
    func text(_ findings: [Finding]) -> [String] {
      findings.map { "\($0.rule) \($0.pointer) \($0.message) \($0.remedy)" }
    }
    for fixture in Fixtures.cases {
      for document in try documents(fixture.text()) {
        let first = try engine.evaluate(document: document).evaluations
        let second = try engine.evaluate(document: document).evaluations
        #expect(first.map { text($0.findings) } == second.map { text($0.findings) })
        for (evaluation, object) in zip(first, KubernetesObject.objects(of: document.root)) {
          let alone = try engine.evaluate(object: object.node)
          #expect(text(alone.findings) == text(evaluation.findings))
        }
      }
    }
  }

  @Test("Items of a list are judged one by one, also those whose type is that of their list")
  func lists() throws {
    let list: Value = [
      "apiVersion": "v1", "kind": "PodList",
      "items": [
        ["spec": ["containers": [["name": "a", "securityContext": ["privileged": true]]]]]
      ],
    ]
    let evaluations = try Engine(.builtIn).evaluate(document: Document(list)).evaluations
    #expect(evaluations.count == 1)
    #expect(evaluations.first?.findings.first?.object.kind == "Pod")
  }

  @Test(
    "Deletions and connections are not judged",
    arguments: [
      EvaluationContext.Operation.delete, .connect,
    ])
  func operations(operation: EvaluationContext.Operation) throws {
    let context = EvaluationContext(operation: operation)
    let evaluation = try Engine(.builtIn)
      .evaluate(object: Document(Self.privilegedPod).root, context: context)
    #expect(evaluation.findings.isEmpty && evaluation.isExcluded)
  }
}

@Suite("Days and versions")
struct SmallValueTests {
  @Test(
    "A day is one of the calendar",
    arguments: [
      ("2027-06-30", true), ("2028-02-29", true), ("2027-02-29", false), ("2000-02-29", true),
      ("1900-02-29", false), ("2027-13-01", false), ("2027-00-01", false), ("2027-6-30", false),
      ("0000-01-01", false), ("2027-06-31", false), ("2027-06-30T00:00:00Z", false), ("", false),
      ("+027-06-30", false),
    ])
  func days(text: String, isDay: Bool) {
    #expect(CalendarDate(parsing: text)?.description == (isDay ? text : nil))
  }

  @Test(
    "Days are counted from 1970",
    arguments: [
      (0, "1970-01-01"), (59, "1970-03-01"), (-1, "1969-12-31"), (10_957, "2000-01-01"),
      (11_016, "2000-02-29"), (20_778, "2026-11-21"), (47_541, "2100-03-01"),
    ])
  func counted(days: Int, text: String) {
    #expect(CalendarDate(daysSince1970: days)?.description == text)
  }

  @Test("Days beyond the calendar are none", arguments: [Int.min, -800_000, 2_932_897, Int.max])
  func noDay(days: Int) {
    #expect(CalendarDate(daysSince1970: days) == nil)
  }

  @Test(
    "A version is one that is known",
    arguments: [
      ("1.34", "1.34"), ("v1.0", "1.0"), ("1.37", "1.37"), ("1.38", nil), ("1.034", nil),
      ("1.", nil), ("2.1", nil), ("1.3a", nil), ("", nil), ("1.-1", nil), ("1.100", nil),
      ("latest", "1.37"), ("v1.34.2", "1.34"), ("1.34.10", "1.34"),
      ("v1.31.4-eks-2d5f260", "1.31"), ("v1.32.1+k3s1", "1.32"), ("1.34.", nil),
      ("1.34.x", nil), ("1.34.2.1", nil), ("1.34.2-", nil), ("1.34-eks", nil), ("Latest", nil),
      ("vlatest", nil), ("11.34", nil), ("1.34.99999999999999999999", nil),
    ] as [(String, String?)])
  func versions(text: String, version: String?) {
    #expect(KubernetesVersion(parsing: text)?.description == version)
  }

  @Test(
    "A pattern for rules is one of three",
    arguments: [
      ("*", true), ("pss/*", true), ("pss/privileged", true), ("pss", false), ("/x", false),
      ("pss/", false), ("pss/a*", false), ("*/privileged", false), ("a/b/c", false), ("", false),
    ])
  func patterns(text: String, isPattern: Bool) {
    #expect(RulePattern(text)?.text == (isPattern ? text : nil))
  }

  @Test("A category's pattern is no prefix of names")
  func categories() {
    #expect(RulePattern("pss/*")?.matches("pss/privileged") == true)
    #expect(RulePattern("ps/*")?.matches("pss/privileged") == false)
    #expect(RulePattern("pss/*")?.matches("pss") == false)
  }
}

extension [Value.Entry] {
  fileprivate var asMapping: Value { .mapping(self) }
}
