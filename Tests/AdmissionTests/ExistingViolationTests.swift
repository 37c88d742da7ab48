import Admission
import Documents
import Testing

@Suite("Updates of what broke the policy before")
struct ExistingViolationTests {
  private static func deployment(
    _ containers: String, metadata: String = "", spec: String = "\"replicas\": 1", pod: String = ""
  ) -> String {
    """
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"\(metadata)},
     "spec": {\(spec), "template": {"spec": {\(pod)"containers": [\(containers)]}}}}
    """
  }

  private static func container(
    _ name: String, image: String = "a:1", privileged: Bool = true, more: String = ""
  ) -> String {
    """
    {"name": "\(name)", "image": "\(image)"\(more),
     "securityContext": {"privileged": \(privileged)}}
    """
  }

  private func response(
    _ object: String, was old: String?, operation: String = "UPDATE",
    rules: [String] = ["pss/privileged=deny"], spec: Value = [:],
    at endpoint: AdmissionHandler.Endpoint = .validate
  ) throws -> Value {
    let body = Reviews.body(
      operation, kind: "Deployment", group: "apps", object: object, oldObject: old)
    return try Reviews.response(
      to: body, from: Reviews.handler(rules: rules, spec: spec), at: endpoint)
  }

  @Test("A denial that an update leaves as it was becomes a warning, and the audit log has it")
  func scaled() throws {
    let old = Self.deployment(Self.container("a"))
    let new = Self.deployment(Self.container("a", image: "a:2"), spec: "\"replicas\": 3")
    for endpoint in [AdmissionHandler.Endpoint.validate, .review] {
      let response = try response(new, was: old, at: endpoint)
      #expect(response["allowed"] == true)
      let place = "/spec/template/spec/containers/0/securityContext/privileged"
      #expect(
        response["auditAnnotations"] == ["existing-violations": .string("pss/privileged " + place)])
      guard case .sequence(let warnings)? = response["warnings"] else {
        Issue.record("no warnings")
        return
      }
      #expect(warnings.count == 2)
      #expect(
        warnings.first
          == "not denied: one place that broke the policy before this update and is as it was")
      guard case .string(let text)? = warnings.last else { return }
      #expect(text.hasPrefix("pss/privileged: "))
    }
  }

  @Test("A policy can deny it all the same")
  func strict() throws {
    let old = Self.deployment(Self.container("a"))
    let response = try response(old, was: old, spec: Reviews.strictUpdates)
    #expect(response["allowed"] == false)
    #expect(response["warnings"] == nil)
  }

  @Test("What is new is denied, and only that is in the message")
  func newViolation() throws {
    let old = Self.deployment(Self.container("a"))
    let new = Self.deployment(Self.container("b") + "," + Self.container("a"))
    let response = try response(new, was: old)
    #expect(response["allowed"] == false)
    guard case .string(let message)? = response["status"]?["message"] else {
      Issue.record("no message")
      return
    }
    #expect(message.hasPrefix("Deployment shop/web breaks the policy in one place:\n"))
    #expect(message.contains("/containers/0/securityContext/privileged"))
    #expect(!message.contains("/containers/1/"))
    guard case .sequence(let warnings)? = response["warnings"] else {
      Issue.record("no warnings")
      return
    }
    #expect(warnings.count == 2)
  }

  @Test("Containers are told apart by their names, wherever they stand")
  func moved() throws {
    let good = Self.container("good", privileged: false)
    let bad = Self.container("bad")
    #expect(
      try response(Self.deployment(good + "," + bad), was: Self.deployment(bad))["allowed"] == true)
    #expect(
      try response(Self.deployment(bad), was: Self.deployment(good + "," + bad))["allowed"] == true)
    // The same place, another container.
    #expect(
      try response(Self.deployment(bad), was: Self.deployment(Self.container("other")))["allowed"]
        == false)
    // One of that name does not answer for two.
    #expect(
      try response(Self.deployment(bad + "," + bad), was: Self.deployment(bad))["allowed"] == false)
  }

  /// Whether an update of an object of this kind, which broke the rule before, is allowed.
  private func isAllowed(
    _ new: String, was old: String, _ kind: String, _ group: String, _ rule: String
  ) throws -> Bool {
    let head = """
      {"apiVersion": "\(group)/v1", "kind": "\(kind)", "metadata": {"name": "a"},
      """
    let body = Reviews.body(
      "UPDATE", kind: kind, group: group, object: head + new + "}", oldObject: head + old + "}")
    let handler = try Reviews.handler(rules: ["\(rule)=deny"])
    // What is compared broke the rule.
    let creation = Reviews.body("CREATE", kind: kind, group: group, object: head + old + "}")
    #expect(try Reviews.response(to: creation, from: handler, at: .validate)["allowed"] == false)
    return try Reviews.response(to: body, from: handler, at: .validate)["allowed"] == true
  }

  private static func rule(_ resource: String, _ verbs: String...) -> String {
    "{\"apiGroups\": [\"\"], \"resources\": [\"\(resource)\"], "
      + "\"verbs\": [\(verbs.map { "\"\($0)\"" }.joined(separator: ", "))]}"
  }

  @Test(
    "Elements without a name are told apart by what they hold, wherever they stand",
    arguments: [
      (["pods get", "secrets *"], ["secrets *"], true),
      (["secrets *"], ["pods get", "secrets *"], true),
      (["services *", "secrets *"], ["secrets *", "services *"], true),
      (["secrets *", "pods get"], ["secrets *"], true),
      (["secrets *", "secrets *"], ["secrets *"], false),
      (["services *", "secrets *"], ["secrets *"], false),
      // The same place and the same word, and more is granted.
      (["secrets *"], ["services *"], false),
      (["pods get", "secrets *"], ["pods get", "services *"], false),
    ])
  func nameless(new: [String], old: [String], isAllowed: Bool) throws {
    func rules(_ words: [String]) -> String {
      let rules = words.map { word in
        let parts = word.split(separator: " ").map(String.init)
        return Self.rule(parts[0], parts[1])
      }
      return "\"rules\": [\(rules.joined(separator: ", "))]"
    }
    #expect(
      try self.isAllowed(
        rules(new), was: rules(old), "ClusterRole", "rbac.authorization.k8s.io", "rbac/wildcards")
        == isAllowed)
  }

  @Test(
    "Who binds a further subject to a role that is too strong is denied",
    arguments: [
      (["joe"], true), (["joe", "jane"], true), (["jane", "joe"], true), (["jane"], true),
      (["joe", "jane", "eve"], false), (["eve"], false), (["joe", "eve"], false),
    ])
  func subjects(new: [String], isAllowed: Bool) throws {
    func binding(_ names: [String]) -> String {
      let subjects = names.map {
        "{\"kind\": \"User\", \"apiGroup\": \"rbac.authorization.k8s.io\", \"name\": \"\($0)\"}"
      }
      return """
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
         "name": "cluster-admin"}, "subjects": [\(subjects.joined(separator: ", "))]
        """
    }
    #expect(
      try self.isAllowed(
        binding(new), was: binding(["joe", "jane"]), "ClusterRoleBinding",
        "rbac.authorization.k8s.io", "rbac/cluster-admin-binding") == isAllowed)
  }

  @Test(
    "An Ingress without encryption gets no further host, and may have another path",
    arguments: [("a.x", "/b", true), ("b.x", "/", false)])
  func hosts(host: String, path: String, isAllowed: Bool) throws {
    func ingress(_ host: String, _ path: String) -> String {
      """
      "spec": {"rules": [{"host": "\(host)", "http": {"paths": [{"path": "\(path)",
       "pathType": "Prefix", "backend": {"service": {"name": "a", "port": {"number": 80}}}}]}}]}
      """
    }
    #expect(
      try self.isAllowed(
        ingress(host, path), was: ingress("a.x", "/"), "Ingress", "networking.k8s.io",
        "network/ingress-tls") == isAllowed)
  }

  @Test("A rule for all hosts is a further host")
  func allHosts() throws {
    let backend = "{\"paths\": [{\"path\": \"/\", \"pathType\": \"Prefix\"}]}"
    let old = "\"spec\": {\"rules\": [{\"host\": \"a.x\", \"http\": \(backend)}]}"
    let new = old.replacing("\"rules\": [", with: "\"rules\": [{\"http\": \(backend)}, ")
    #expect(
      try !isAllowed(
        new, was: old, "Ingress", "networking.k8s.io", "network/ingress-tls"))
  }

  @Test(
    "Elements without a name that move or go are found again, however many there are",
    arguments: [
      (0..<400, false, true), (0..<400, true, true), (100..<400, false, true),
      (0..<401, false, false),
    ])
  func many(numbers: Range<Int>, isReversed: Bool, isAllowed: Bool) throws {
    func rules(_ numbers: some Sequence<Int>) -> String {
      "\"rules\": [\(numbers.map { Self.rule("r\($0)", "*") }.joined(separator: ", "))]"
    }
    let new = isReversed ? rules(numbers.reversed()) : rules(numbers)
    #expect(
      try self.isAllowed(
        new, was: rules(0..<400), "ClusterRole", "rbac.authorization.k8s.io", "rbac/wildcards")
        == isAllowed)
  }

  @Test("A container that becomes an init container is a new one")
  func otherField() throws {
    let old = Self.deployment(Self.container("a"))
    let new = Self.deployment(
      Self.container("b", privileged: false),
      pod: "\"initContainers\": [\(Self.container("a"))], ")
    #expect(try response(new, was: old)["allowed"] == false)
  }

  @Test("Who touches what the rule reads is judged anew")
  func touched() throws {
    let rules = ["image/tag-pinned=deny"]
    func deployment(_ image: String) -> String {
      Self.deployment(Self.container("a", image: image, privileged: false))
    }
    func isAllowed(_ new: String, _ old: String) throws -> Bool {
      try response(deployment(new), was: deployment(old), rules: rules)["allowed"] == true
    }
    #expect(try isAllowed("a:latest", "a:latest"))
    #expect(try !isAllowed("b:latest", "a:latest"))
    #expect(try !isAllowed("a:latest", "a:1"))
  }

  @Test("What is missing before and after is as it was")
  func missing() throws {
    let rules = ["resources/memory-limit=deny"]
    let old = Self.deployment(Self.container("a", privileged: false))
    let new = Self.deployment(Self.container("a", image: "a:2", privileged: false))
    #expect(try response(new, was: old, rules: rules)["allowed"] == true)
    let limited = Self.deployment(
      Self.container("a", more: ", \"resources\": {\"limits\": {\"memory\": \"1Gi\"}}"))
    #expect(try response(new, was: limited, rules: rules)["allowed"] == false)
  }

  @Test("An old object that the policy excused or did not deny is no excuse")
  func excused() throws {
    let new = Self.deployment(Self.container("a"))
    let exempt =
      ", \"annotations\": {\"kpatch.dev/exempt\": \"pss/privileged\", "
      + "\"kpatch.dev/exempt-reason\": \"x\"}"
    let excused = Self.deployment(Self.container("a"), metadata: exempt)
    let allowing: Value = ["allowExemptions": true]
    #expect(try response(excused, was: new, spec: allowing)["allowed"] == true)
    #expect(try response(new, was: excused, spec: allowing)["allowed"] == false)
    let lenient: Value = [
      "overrides": [
        ["match": ["labels": ["stage": "dev"]], "rules": ["pss/privileged": "warn"]]
      ],
      "rules": ["pss/privileged": "deny"],
    ]
    let dev = Self.deployment(Self.container("a"), metadata: ", \"labels\": {\"stage\": \"dev\"}")
    #expect(try response(dev, was: dev, rules: [], spec: lenient)["allowed"] == true)
    #expect(try response(new, was: dev, rules: [], spec: lenient)["allowed"] == false)
  }

  @Test("A creation, and an update whose old object is no object, are judged as they are")
  func noOldObject() throws {
    let new = Self.deployment(Self.container("a"))
    #expect(try response(new, was: new, operation: "CREATE")["allowed"] == false)
    #expect(try response(new, was: nil)["allowed"] == false)
    #expect(try response(new, was: "{\"spec\": 1}")["allowed"] == false)
  }

  @Test("A pod's new ephemeral container is judged, beside what the pod had already")
  func ephemeral() throws {
    func pod(_ ephemeral: String) -> String {
      Reviews.pod.replacing(
        "\"containers\"", with: "\"ephemeralContainers\": [\(ephemeral)], \"containers\"")
    }
    let handler = try Reviews.handler(rules: ["pss/privileged=deny"])
    for (privileged, isAllowed) in [(false, true), (true, false)] {
      let body = Reviews.body(
        "UPDATE", subresource: "ephemeralcontainers",
        object: pod(Self.container("debug", privileged: privileged)), oldObject: Reviews.pod)
      let response = try Reviews.response(to: body, from: handler, at: .validate)
      #expect(response["allowed"] == .boolean(isAllowed))
    }
  }

  @Test("Thousands of containers of one name are compared in linear time, and none is let in")
  func hostile() throws {
    let many = Array(repeating: Self.container("a"), count: 3_000).joined(separator: ",")
    let old = Self.deployment(many)
    #expect(try response(old, was: old)["allowed"] == true)
    let one = Self.deployment(many + "," + Self.container("a"))
    #expect(try response(one, was: old)["allowed"] == false)
    // Nothing that is there now was there before, and each could be each.
    func images(_ image: String) -> String {
      let container = Self.container("a", image: image, privileged: false)
      return Self.deployment(Array(repeating: container, count: 3_000).joined(separator: ","))
    }
    #expect(
      try response(images("b"), was: images("a"), rules: ["image/tag-pinned=deny"])["allowed"]
        == false)
    let rules = Array(repeating: Self.rule("pods", "*"), count: 3_000).joined(separator: ",")
    func isAllowed(_ new: String) throws -> Bool {
      try self.isAllowed(
        "\"rules\": [\(new)]", was: "\"rules\": [\(rules)]", "ClusterRole",
        "rbac.authorization.k8s.io", "rbac/wildcards")
    }
    #expect(try isAllowed(rules))
    #expect(try !isAllowed(rules + "," + Self.rule("pods", "*")))
  }
}
