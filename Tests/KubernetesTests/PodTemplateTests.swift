import Documents
import JSONSyntax
import Kubernetes
import Testing

@Suite("Pod templates")
struct PodTemplateTests {
  /// One row of the table of kinds: the JSON of an object with a pod `{"containers": [{"name":
  /// "c"}]}` wherever the kind keeps one, and the paths to them.
  struct Row: Sendable, CustomTestStringConvertible {
    var apiVersion: String
    var kind: String
    var body: String
    var paths: [String]

    init(_ apiVersion: String, _ kind: String, _ body: String, _ paths: [String]) {
      self.apiVersion = apiVersion
      self.kind = kind
      self.body = body
      self.paths = paths
    }

    var testDescription: String { "\(apiVersion) \(kind)" }
  }

  private static let pod =
    #"{"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c"}]}}"#
  private static let template = #"{"template": \#(pod)}"#
  private static let workload = #""spec": \#(template)"#
  private static let job = #"{"spec": \#(template)}"#

  private static let table: [Row] = [
    Row("v1", "Pod", String(pod.dropFirst().dropLast()), [""]),
    // The API server takes it for v1.
    Row("/v1", "Pod", String(pod.dropFirst().dropLast()), [""]),
    Row("v1", "PodTemplate", String(template.dropFirst().dropLast()), ["/template"]),
    Row("v1", "ReplicationController", workload, ["/spec/template"]),
    Row("apps/v1", "Deployment", workload, ["/spec/template"]),
    Row("apps/v1", "ReplicaSet", workload, ["/spec/template"]),
    Row("apps/v1beta2", "StatefulSet", workload, ["/spec/template"]),
    Row("extensions/v1beta1", "DaemonSet", workload, ["/spec/template"]),
    Row("batch/v1", "Job", workload, ["/spec/template"]),
    Row(
      "batch/v1", "CronJob", #""spec": {"jobTemplate": \#(job)}"#,
      ["/spec/jobTemplate/spec/template"]),
    Row("argoproj.io/v1alpha1", "Rollout", workload, ["/spec/template"]),
    Row(
      "argoproj.io/v1alpha1", "Experiment",
      #""spec": {"templates": [\#(template), {}, \#(template)]}"#,
      ["/spec/templates/0/template", "/spec/templates/2/template"]),
    Row("serving.knative.dev/v1", "Service", workload, ["/spec/template"]),
    Row("serving.knative.dev/v1", "Configuration", workload, ["/spec/template"]),
    Row("serving.knative.dev/v1", "Revision", String(pod.dropFirst().dropLast()), [""]),
    Row("apps.kruise.io/v1alpha1", "CloneSet", workload, ["/spec/template"]),
    Row("apps.kruise.io/v1beta1", "StatefulSet", workload, ["/spec/template"]),
    Row("apps.kruise.io/v1alpha1", "DaemonSet", workload, ["/spec/template"]),
    Row("apps.kruise.io/v1alpha1", "BroadcastJob", workload, ["/spec/template"]),
    Row(
      "apps.kruise.io/v1alpha1", "AdvancedCronJob",
      #""spec": {"template": {"jobTemplate": \#(job)}}"#,
      ["/spec/template/jobTemplate/spec/template"]),
    Row(
      "apps.kruise.io/v1alpha1", "AdvancedCronJob",
      #""spec": {"template": {"broadcastJobTemplate": \#(job)}}"#,
      ["/spec/template/broadcastJobTemplate/spec/template"]),
    Row(
      "apps.kruise.io/v1alpha1", "UnitedDeployment",
      #""spec": {"template": {"cloneSetTemplate": \#(job)}}"#,
      ["/spec/template/cloneSetTemplate/spec/template"]),
    Row(
      "keda.sh/v1alpha1", "ScaledJob", #""spec": {"jobTargetRef": \#(template)}"#,
      ["/spec/jobTargetRef/template"]),
    Row(
      "jobset.x-k8s.io/v1alpha2", "JobSet",
      #""spec": {"replicatedJobs": [{"template": \#(job)}, {"template": \#(job)}]}"#,
      [
        "/spec/replicatedJobs/0/template/spec/template",
        "/spec/replicatedJobs/1/template/spec/template",
      ]),
    Row(
      "leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet",
      #""spec": {"leaderWorkerTemplate": {"workerTemplate": \#(pod), "leaderTemplate": \#(pod)}}"#,
      ["/spec/leaderWorkerTemplate/leaderTemplate", "/spec/leaderWorkerTemplate/workerTemplate"]),
    Row(
      "leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet",
      #""spec": {"leaderWorkerTemplate": {"workerTemplate": \#(pod)}}"#,
      ["/spec/leaderWorkerTemplate/workerTemplate"]),
    // Not theirs: the same kind in another group, and kinds without pods.
    Row("v1", "Service", workload, []),
    Row("example.com/v1", "Deployment", workload, []),
    Row("argoproj.io/v1alpha1", "Rollout", #""spec": {"workloadRef": {}}"#, []),
    Row("v1", "ReplicationController", #""spec": {}"#, []),
  ]

  private static func object(_ apiVersion: String, _ kind: String, _ body: String) throws
    -> KubernetesObject
  {
    let text = #"{"apiVersion": "\#(apiVersion)", "kind": "\#(kind)", \#(body)}"#
    return try #require(KubernetesObject(parsed(text)))
  }

  @Test("Every kind of the table keeps its pods where the table says", arguments: table)
  func kinds(row: Row) throws {
    let object = try Self.object(row.apiVersion, row.kind, row.body)
    let templates = object.podTemplates()
    #expect(templates.map { JSONPointer($0.path).description } == row.paths)
    for template in templates {
      #expect(template.containers.map(\.name) == ["c"])
      #expect(template.labels?["a"]?.string == "b")
      #expect(template.isPod == (row.kind == "Pod"))
      #expect(object.node.at(template.specPath[...])?.index == template.spec.index)
      #expect(object.node.at(template.metadataPath[...])?.index == template.metadata?.index)
    }
  }

  @Test("Further kinds are read by paths, also with several stars, and none twice")
  func additional() throws {
    let object = try Self.object(
      "x.io/v1", "Mesh",
      #""spec": {"groups": [{"pods": [\#(Self.pod)]}, 1, {"pods": [\#(Self.pod), \#(Self.pod)]}]}"#)
    let paths = object.podTemplates(additional: [["spec", "groups", "*", "pods", "*"], ["none"]])
      .map { JSONPointer($0.path).description }
    #expect(paths == ["/spec/groups/0/pods/0", "/spec/groups/2/pods/0", "/spec/groups/2/pods/1"])
    let deployment = try Self.object("apps/v1", "Deployment", Self.workload)
    #expect(deployment.podTemplates(additional: [["spec", "template"]]).count == 1)
  }

  @Test("Containers come in the order init, app, ephemeral, each with its sort and place")
  func containers() throws {
    let object = try Self.object(
      "v1", "Pod",
      #"""
      "spec": {
        "ephemeralContainers": [{"name": "debug"}],
        "containers": [{"name": "app", "restartPolicy": "Always"}, 5, {"name": "second"}],
        "initContainers": [{"name": "setup"}, {"name": "mesh", "restartPolicy": "Always"},
          {"name": "retry", "restartPolicy": "OnFailure"}, {"name": "odd", "restartPolicy": true}]
      }
      """#)
    let containers = try #require(object.podTemplates().first).containers
    #expect(
      containers.map(\.name) == ["setup", "mesh", "retry", "odd", "app", "second", "debug"])
    #expect(
      containers.map(\.sort) == [
        .initial, .sidecar, .initial, .initial, .app, .app, .ephemeral,
      ])
    #expect(containers.map(\.position) == [0, 1, 2, 3, 0, 2, 0])
    #expect(containers.map(\.isLongRunning) == [false, true, false, false, true, true, false])
    for container in containers {
      let found = object.node["spec"]?[named: container.field]?[element: container.position]
      #expect(found?.index == container.node.index)
    }
  }

  @Test(
    "Windows pods are told apart by the field, and where it is not set by the node selector",
    arguments: [
      (#"{"os": {"name": "windows"}}"#, true), (#"{"os": {"name": "linux"}}"#, false),
      (#"{"nodeSelector": {"kubernetes.io/os": "windows"}}"#, true),
      (#"{"nodeSelector": {"beta.kubernetes.io/os": "windows"}}"#, true),
      (#"{"os": {"name": "linux"}, "nodeSelector": {"kubernetes.io/os": "windows"}}"#, false),
      (#"{"os": {"name": null}, "nodeSelector": {"kubernetes.io/os": "windows"}}"#, true),
      (#"{"os": null, "nodeSelector": {"kubernetes.io/os": "windows"}}"#, true),
      (#"{"os": "windows"}"#, false), (#"{}"#, false), (#"{"nodeSelector": ["windows"]}"#, false),
    ])
  func windows(spec: String, isWindows: Bool) throws {
    let object = try Self.object("v1", "Pod", #""spec": \#(spec)"#)
    #expect(try #require(object.podTemplates().first).isWindows == isWindows)
  }

  @Test("Any value in any place is passed over without harm")
  func malformed() throws {
    let odd = ["null", "[]", "{}", "\"x\"", "1", "true", "[[]]", "[null]", "[\"x\"]", "[{}]"]
    for value in odd {
      let container =
        #"{"resources": \#(value), "securityContext": \#(value), "name": \#(value)}"#
      for body in [
        #""spec": \#(value)"#, #""spec": {"template": \#(value)}"#,
        #""spec": {"template": {"spec": \#(value)}}"#,
        #""spec": {"template": {"metadata": \#(value), "spec": {}}}"#,
        #""spec": {"template": {"spec": {"containers": \#(value), "initContainers": \#(value)}}}"#,
        #""spec": {"template": {"spec": {"resources": \#(value), "containers": [\#(container)]}}}"#,
        #""spec": {"templates": \#(value), "replicatedJobs": \#(value)}"#,
      ] {
        for (apiVersion, kind) in [
          ("apps/v1", "Deployment"), ("argoproj.io/v1alpha1", "Experiment"),
          ("jobset.x-k8s.io/v1alpha2", "JobSet"), ("v1", "Pod"),
        ] {
          let object = try Self.object(apiVersion, kind, body)
          for template in object.podTemplates() {
            #expect(template.spec.isMapping)
            for container in template.containers {
              #expect(container.node.isMapping)
              #expect(container.securityContext?.isMapping != false)
              let resources = EffectiveResources(container, in: template)
              #expect(resources.request("cpu") == nil)
              #expect(resources.limit("memory") == nil)
            }
          }
        }
      }
    }
  }
}
