import Documents
import JSONSyntax
import Kubernetes
import Testing

@Suite("Objects")
struct KubernetesObjectTests {
  @Test("Group and version")
  func group() throws {
    let core = try #require(KubernetesObject(parsed(#"{"apiVersion": "v1", "kind": "Pod"}"#)))
    #expect(core.group.isEmpty)
    #expect(core.version == "v1")
    let apps = try #require(KubernetesObject(parsed(#"{"apiVersion": "apps/v1", "kind": "X"}"#)))
    #expect(apps.group == "apps")
    #expect(apps.version == "v1")
  }

  @Test(
    "A group is what stands before the first slash",
    arguments: [
      ("v1", ""), ("/v1", ""), ("/", ""), ("apps/v1", "apps"), ("apps/", "apps"), ("app/v1", "app"),
      ("apps.x/v1", "apps.x"), ("apps", ""), ("a/b/c", "a"),
    ])
  func groups(apiVersion: String, group: String) throws {
    let text = #"{"apiVersion": "\#(apiVersion)", "kind": "X"}"#
    #expect(try #require(KubernetesObject(parsed(text))).group == group)
  }

  @Test(
    "What is no object",
    arguments: [
      "{}", "[]", "null", "1", #""x""#, #"{"kind": "Pod"}"#, #"{"apiVersion": "v1"}"#,
      #"{"apiVersion": 1, "kind": "Pod"}"#, #"{"apiVersion": "v1", "kind": ["Pod"]}"#,
      #"{"apiVersion": "", "kind": "Pod"}"#, #"{"apiVersion": "v1", "kind": ""}"#,
    ])
  func noObject(text: String) throws {
    let root = try parsed(text)
    #expect(KubernetesObject(root) == nil)
    #expect(KubernetesObject.objects(of: root).isEmpty)
  }

  @Test(
    "Metadata of any shape is read without harm",
    arguments: ["[]", "null", "1", #""x""#, #"{"name": 1, "labels": [], "annotations": "x"}"#])
  func oddMetadata(metadata: String) throws {
    let text = #"{"apiVersion": "v1", "kind": "Pod", "metadata": \#(metadata)}"#
    let object = try #require(KubernetesObject(parsed(text)))
    #expect(object.name == nil)
    #expect(object.namespace == nil)
    #expect(object.label("a") == nil)
    #expect(object.annotation("a") == nil)
    #expect(APILimits.totalBytes(of: object.annotations) == 0)
  }

  @Test("An empty name is none")
  func emptyNames() throws {
    let text =
      #"{"apiVersion": "v1", "kind": "Pod", "#
      + #""metadata": {"name": "", "generateName": "web-", "namespace": ""}}"#
    let object = try #require(KubernetesObject(try parsed(text)))
    #expect(object.name == nil && object.namespace == nil && object.generateName == "web-")
  }

  @Test(
    "An object goes by the name of the workload that made it as well",
    arguments: [
      (#""name": "web""#, ["web"]), (#""generateName": "job""#, ["job"]), (#""a": 1"#, []),
      (#""generateName": "fluent-bit-""#, ["fluent-bit-", "fluent-bit"]),
      (#""name": "db-0", "generateName": "db-""#, ["db-0", "db-", "db"]),
      (
        #""generateName": "web-7d4b9c-", "labels": {"pod-template-hash": "7d4b9c"}"#,
        ["web-7d4b9c-", "web-7d4b9c", "web"]
      ),
      (
        #""name": "web-7d4b9c", "labels": {"pod-template-hash": "7d4b9c"}"#,
        ["web-7d4b9c", "web"]
      ),
      (#""name": "7d4b9c", "labels": {"pod-template-hash": "7d4b9c"}"#, ["7d4b9c"]),
      (#""name": "-x", "labels": {"pod-template-hash": "x"}"#, ["-x"]),
    ])
  func knownNames(metadata: String, names: [String]) throws {
    let text = #"{"apiVersion": "v1", "kind": "Pod", "metadata": {\#(metadata)}}"#
    let object = try #require(KubernetesObject(try parsed(text)))
    #expect(object.knownNames == names)
  }

  @Test("Lists are taken apart, nested and typed ones as well")
  func lists() throws {
    let root = try parsed(
      #"""
      {"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}},
        7, {"kind": "Pod"},
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b"}}]},
        {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [
          {"metadata": {"name": "c"}, "spec": {"template": {"spec": {}}}},
          {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}}]},
        {"apiVersion": "v1", "kind": "List"},
        {"apiVersion": "v1", "kind": "List", "items": "x"}]}
      """#)
    let objects = KubernetesObject.objects(of: root)
    #expect(objects.map(\.name) == ["a", "b", "c", "d"])
    #expect(objects.map(\.kind) == ["Pod", "Secret", "Deployment", "Deployment"])
    #expect(objects.map(\.apiVersion) == ["v1", "v1", "apps/v1", "apps/v1"])
    #expect(objects[2].podTemplates().count == 1)
  }

  @Test("A kind that ends in List is one only with items and without a spec")
  func noLists() throws {
    for text in [
      #"{"apiVersion": "x.io/v1", "kind": "AllowList", "spec": {}, "items": []}"#,
      #"{"apiVersion": "x.io/v1", "kind": "AllowList"}"#,
      #"{"apiVersion": "x.io/v1", "kind": "List", "items": []}"#,
    ] {
      #expect(KubernetesObject.objects(of: try parsed(text)).count == 1, "\(text)")
    }
  }

  @Test("The size of annotations is that of keys and values")
  func annotationBytes() throws {
    #expect(APILimits.totalBytes(of: nil) == 0)
    #expect(APILimits.totalBytes(of: try parsed(#"{"ab": "cde", "é": "\n", "x": {}}"#)) == 9)
  }
}
