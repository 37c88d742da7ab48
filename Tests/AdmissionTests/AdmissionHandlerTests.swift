import Admission
import Documents
import Edits
import JSONSyntax
import Policy
import Testing

@Suite("Admission door")
struct AdmissionHandlerTests {
  @Test("A denial names the object by the request's namespace, then each finding")
  func denial() throws {
    let handler = try Reviews.handler(rules: ["pss/privileged=deny"])
    let response = try Reviews.response(to: Reviews.body(), from: handler, at: .validate)
    guard case .string(let message)? = response["status"]?["message"] else {
      Issue.record("no message")
      return
    }
    let lines = message.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first == "Pod shop/web-7d4b9c-* breaks the policy in one place:")
    let start = "- pss/privileged at /spec/containers/1/securityContext/privileged: "
    #expect(lines.last?.hasPrefix(start) == true)
  }

  @Test("A rule that warns gives a warning, one that audits an audit annotation")
  func warnAndAudit() throws {
    let warning = try Reviews.response(
      to: Reviews.body(), from: Reviews.handler(rules: ["pss/privileged=warn"]), at: .review)
    #expect(warning["allowed"] == true)
    guard case .sequence(let warnings)? = warning["warnings"] else {
      Issue.record("no warnings")
      return
    }
    #expect(warnings.count == 1)
    #expect(warning["auditAnnotations"] == nil)
    let audit = try Reviews.response(
      to: Reviews.body(), from: Reviews.handler(rules: ["pss/privileged=audit"]), at: .review)
    #expect(audit["warnings"] == nil)
    #expect(
      audit["auditAnnotations"] == [
        "audit-findings": "pss/privileged /spec/containers/1/securityContext/privileged"
      ])
  }

  @Test("The mutating endpoint gives no verdict")
  func mutateOnly() throws {
    let handler = try Reviews.handler(preset: "restricted")
    let response = try Reviews.response(to: Reviews.body(), from: handler, at: .mutate)
    #expect(response["allowed"] == true)
    #expect(response["warnings"] == nil)
  }

  @Test(
    "What a policy does not speak of passes through",
    arguments: [
      "status", "scale", "binding", "eviction", "token", "exec", "attach", "portforward", "proxy",
      "log", "approval", "finalize", "whatever",
    ])
  func subresources(name: String) throws {
    let handler = try Reviews.handler(rules: ["pss/privileged=deny"])
    for operation in ["CREATE", "UPDATE"] {
      let body = Reviews.body(operation, subresource: name, oldObject: Reviews.pod)
      let response = try Reviews.response(to: body, from: handler, at: .review)
      #expect(response == ["uid": "u-1", "allowed": true])
    }
  }

  @Test(
    "Subresources that change the pod are judged", arguments: ["ephemeralcontainers", "resize"])
  func judgedSubresources(name: String) throws {
    let handler = try Reviews.handler(
      rules: ["pss/privileged=deny"], spec: Reviews.strictUpdates)
    let body = Reviews.body("UPDATE", subresource: name, oldObject: Reviews.pod)
    let response = try Reviews.response(to: body, from: handler, at: .review)
    #expect(response["allowed"] == false)
  }

  @Test("Deleting and connecting are allowed, whatever the object looks like")
  func deleteAndConnect() throws {
    let handler = try Reviews.handler(rules: ["pss/privileged=deny"])
    for (operation, object, old) in [
      ("DELETE", "null", Reviews.pod), ("DELETE", "null", "null"),
      ("CONNECT", Reviews.pod, "null"), ("CONNECT", "null", "null"),
    ] {
      let body = Reviews.body(operation, object: object, oldObject: old)
      let response = try Reviews.response(to: body, from: handler, at: .review)
      #expect(response == ["uid": "u-1", "allowed": true])
    }
  }

  @Test("An object that is being deleted can lose its finalizers")
  func terminating() throws {
    let handler = try Reviews.handler(
      rules: ["pss/privileged=deny"], spec: Reviews.strictUpdates)
    let object = Reviews.pod.replacing(
      "\"generateName\"",
      with: "\"deletionTimestamp\": \"2026-11-21T00:18:02Z\", \"generateName\"")
    let update = Reviews.body("UPDATE", object: object, oldObject: object)
    #expect(try Reviews.response(to: update, from: handler, at: .review)["allowed"] == true)
    // What it does until it is gone is judged.
    let unlabeled = object.replacing("\"web:1\"", with: "\"web:0\"")
    let change = Reviews.body("UPDATE", object: object, oldObject: unlabeled)
    #expect(try Reviews.response(to: change, from: handler, at: .review)["allowed"] == false)
    // Until then it is judged, whatever the author says of it.
    let running = Reviews.pod.replacing("\"web:1\"", with: "\"web:0\"")
    for body in [
      Reviews.body("UPDATE", oldObject: running),
      Reviews.body("UPDATE", object: object, oldObject: running),
      Reviews.body("CREATE", object: object),
    ] {
      #expect(try Reviews.response(to: body, from: handler, at: .review)["allowed"] == false)
    }
  }

  @Test("Nobody gets around the mutators by an object that says it is being deleted")
  func terminatingFromTheStart() throws {
    let handler = try Reviews.handler(spec: ["mutators": ["labels": [["set": ["a": "b"]]]]])
    let object = Reviews.pod.replacing(
      "\"generateName\"",
      with: "\"deletionTimestamp\": \"2026-11-21T00:18:02Z\", \"generateName\"")
    let response = try Reviews.response(
      to: Reviews.body("CREATE", object: object), from: handler, at: .mutate)
    #expect(response["patch"] != nil)
  }

  @Test("A pod that breaks the policy can lose its finalizers and gain annotations")
  func frozenPods() throws {
    let handler = try Reviews.handler(
      rules: ["pss/privileged=deny"], spec: Reviews.strictUpdates)
    func isAllowed(_ object: String, was old: String?) throws -> Bool {
      let body = Reviews.body("UPDATE", object: object, oldObject: old)
      return try Reviews.response(to: body, from: handler, at: .review)["allowed"] == true
    }
    func with(_ metadata: String) -> String {
      Reviews.pod.replacing("\"generateName\"", with: metadata + ", \"generateName\"")
    }
    let tracked = with("\"finalizers\": [\"batch.kubernetes.io/job-tracking\"]")
    #expect(try isAllowed(Reviews.pod, was: tracked))
    #expect(try isAllowed(with("\"annotations\": {\"cni\": \"x\"}"), was: Reviews.pod))
    #expect(try !isAllowed(with("\"labels\": {\"a\": \"b\"}"), was: Reviews.pod))
    #expect(try !isAllowed(Reviews.pod, was: tracked.replacing("web:1", with: "web:0")))
    #expect(try !isAllowed(Reviews.pod, was: nil))
  }

  @Test("What a rollout replaces can be scaled down, whatever its template says")
  func frozenReplicaSets() throws {
    let handler = try Reviews.handler(
      rules: ["pss/privileged=deny"], spec: Reviews.strictUpdates)
    func set(_ replicas: Int, image: String = "a:1", owner: String = "true") -> String {
      """
      {"apiVersion": "apps/v1", "kind": "ReplicaSet",
       "metadata": {"name": "web-7d4b9c", "ownerReferences": [{"controller": \(owner)}]},
       "spec": {"replicas": \(replicas), "template": {"spec": {"containers": [
         {"name": "a", "image": "\(image)", "securityContext": {"privileged": true}}]}}}}
      """
    }
    for (object, old, isAllowed) in [
      (set(0), set(3), true), (set(0), set(3, image: "a:0"), false),
      (set(0, owner: "false"), set(3, owner: "false"), false),
    ] {
      let body = Reviews.body("UPDATE", object: object, oldObject: old)
      let response = try Reviews.response(to: body, from: handler, at: .review)
      #expect(response["allowed"] == .boolean(isAllowed))
    }
  }

  @Test("The namespace is the request's, not the object's")
  func namespace() throws {
    let handler = try Reviews.handler(rules: ["pss/privileged=deny"])
    // The built-in policy leaves kube-system alone.
    let object = Reviews.pod.replacing(
      "\"generateName\"", with: "\"namespace\": \"kube-system\", \"generateName\"")
    let judged = Reviews.body(object: object)
    #expect(try Reviews.response(to: judged, from: handler, at: .review)["allowed"] == false)
    let excluded = Reviews.body(namespace: "kube-system")
    #expect(try Reviews.response(to: excluded, from: handler, at: .review)["allowed"] == true)
  }

  @Test("The answer is in the version that came", arguments: ["v1", "v1beta1"])
  func versions(version: String) throws {
    let body = Reviews.body(api: "admission.k8s.io/\(version)")
    _ = try Reviews.response(to: body, from: Reviews.handler(), at: .review)
  }

  @Test("A uid of any characters comes back as it was")
  func uid() throws {
    let body = Reviews.body(uid: "\"a\\\"\\u0000\\n\\ud83d\\ude00é\"")
    _ = try Reviews.response(to: body, from: Reviews.handler(), at: .review)
  }

  @Test("Thousands of findings stay within what the API server keeps")
  func manyWarnings() throws {
    let container = "{\"name\": \"a\\u001b\", \"securityContext\": {\"privileged\": true}}"
    let containers = Array(repeating: container, count: 2_000).joined(separator: ",")
    let object = """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "big"},
       "spec": {"containers": [\(containers)]}}
      """
    let warned = try Reviews.response(
      to: Reviews.body(object: object), from: Reviews.handler(rules: ["pss/privileged=warn"]),
      at: .review)
    guard case .sequence(let warnings)? = warned["warnings"],
      case .string(let last)? = warnings.last
    else {
      Issue.record("no warnings")
      return
    }
    #expect(last == "and \(2_000 - warnings.count + 1) more of the policy's warnings")
    let denied = try Reviews.response(
      to: Reviews.body(object: object), from: Reviews.handler(rules: ["pss/privileged=deny"]),
      at: .review)
    guard case .string(let message)? = denied["status"]?["message"] else {
      Issue.record("no message")
      return
    }
    #expect(message.hasPrefix("Pod shop/big breaks the policy in 2000 places:\n- pss/privileged"))
    #expect(message.hasSuffix("\n- and 1975 more"))
    let audited = try Reviews.response(
      to: Reviews.body(object: object), from: Reviews.handler(rules: ["pss/privileged=audit"]),
      at: .review)
    guard case .string(let list)? = audited["auditAnnotations"]?["audit-findings"] else {
      Issue.record("no annotation")
      return
    }
    #expect(list.unicodeScalars.count <= 4_096)
    #expect(list.hasSuffix(" more"))
  }
}

@Suite("What is patched")
struct MutabilityTests {
  private func isPatched(
    _ operation: String, _ object: String, subresource: String? = nil,
    at endpoint: AdmissionHandler.Endpoint = .mutate
  ) throws -> Bool {
    let handler = try Reviews.handler(mutators: ["linkerd"])
    let body = Reviews.body(
      operation, subresource: subresource, object: object,
      oldObject: operation == "UPDATE" ? object : nil)
    return try Reviews.response(to: body, from: handler, at: endpoint)["patch"] != nil
  }

  private func workload(_ kind: String, _ api: String, metadata: String = "") -> String {
    """
    {"apiVersion": "\(api)", "kind": "\(kind)", "metadata": {"name": "x"\(metadata)},
     "spec": {"template": {"spec": {"containers": [{"name": "a", "image": "a:1"}]}}}}
    """
  }

  @Test("Pods are patched when they are made, and never later")
  func pods() throws {
    #expect(try isPatched("CREATE", Reviews.pod))
    #expect(try isPatched("CREATE", Reviews.pod, at: .review))
    #expect(try !isPatched("CREATE", Reviews.pod, at: .validate))
    #expect(try !isPatched("UPDATE", Reviews.pod))
    #expect(try !isPatched("UPDATE", Reviews.pod, subresource: "ephemeralcontainers"))
    #expect(try !isPatched("UPDATE", Reviews.pod, subresource: "resize"))
  }

  @Test("A mirror pod is not patched")
  func mirrorPods() throws {
    let mirror = Reviews.pod.replacing(
      "\"generateName\"",
      with: "\"annotations\": {\"kubernetes.io/config.mirror\": \"\"}, \"generateName\"")
    #expect(try !isPatched("CREATE", mirror))
  }

  @Test("Workloads are patched whenever their templates can change")
  func workloads() throws {
    for kind in ["Deployment", "StatefulSet", "DaemonSet"] {
      #expect(try isPatched("CREATE", workload(kind, "apps/v1")))
      #expect(try isPatched("UPDATE", workload(kind, "apps/v1")))
    }
    #expect(try isPatched("CREATE", workload("Job", "batch/v1")))
    #expect(try !isPatched("UPDATE", workload("Job", "batch/v1")))
  }

  @Test("A ReplicaSet that a deployment controls is left as it was made")
  func replicaSets() throws {
    #expect(try isPatched("CREATE", workload("ReplicaSet", "apps/v1")))
    let owner = ", \"ownerReferences\": [{\"kind\": \"Deployment\", \"controller\": true}]"
    #expect(try !isPatched("CREATE", workload("ReplicaSet", "apps/v1", metadata: owner)))
  }

  @Test("The audit log has what is excused, by what and why")
  func excused() throws {
    let exception: Value = [
      "rules": ["pss/*"], "match": ["names": ["web-*"]], "reason": "drives\u{7} the disks",
      "expires": "2999-01-01",
    ]
    let handler = try Reviews.handler(
      rules: ["pss/privileged=deny"], spec: ["exceptions": [exception]])
    let response = try Reviews.response(to: Reviews.body(), from: handler, at: .validate)
    #expect(response["allowed"] == true)
    #expect(
      response["auditAnnotations"] == [
        "excused": .string(
          "pss/privileged /spec/containers/1/securityContext/privileged "
            + "(exception: drives\\u{7} the disks)")
      ])
  }

  @Test(
    "No reason is so long that the audit log lacks what is excused", arguments: ["y", "\u{202E}"])
  func longReason(letter: String) throws {
    let exception: Value = [
      "rules": ["pss/*"], "match": ["names": ["web-*"]], "expires": "2999-01-01",
      "reason": .string(String(repeating: letter, count: 5_000)),
    ]
    let handler = try Reviews.handler(
      rules: ["pss/privileged=deny"], spec: ["exceptions": [exception]])
    let response = try Reviews.response(to: Reviews.body(), from: handler, at: .validate)
    guard case .string(let text)? = response["auditAnnotations"]?["excused"] else {
      Issue.record("nothing is said of what is excused")
      return
    }
    #expect(text.hasPrefix("pss/privileged /spec/containers/1/securityContext/privileged "))
    #expect(text.hasSuffix("…)"))
  }

  @Test("A patch is minimal, and says in the audit log whose it is")
  func patch() throws {
    let handler = try Reviews.handler(mutators: ["linkerd"])
    let response = try Reviews.response(to: Reviews.body(), from: handler, at: .mutate)
    #expect(response["auditAnnotations"] == ["mutated-by": "linkerd"])
    #expect(
      try Reviews.operations(try #require(response["patch"])) == [
        [
          "op": "add", "path": "/metadata/annotations",
          "value": ["linkerd.io/inject": "enabled"],
        ]
      ])
  }

  @Test("A request that is denied is not patched")
  func denied() throws {
    let handler = try Reviews.handler(rules: ["pss/privileged=deny"], mutators: ["linkerd"])
    let response = try Reviews.response(to: Reviews.body(), from: handler, at: .review)
    #expect(response["allowed"] == false)
    #expect(response["patch"] == nil)
    #expect(response["auditAnnotations"] == nil)
  }
}
