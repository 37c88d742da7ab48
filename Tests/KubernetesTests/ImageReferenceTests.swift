import Kubernetes
import Testing

@Suite("Image references")
struct ImageReferenceTests {
  private static let sha256 = "sha256:" + String(repeating: "f", count: 64)
  private static let sha512 = "sha512:" + String(repeating: "0", count: 128)

  struct Valid: Sendable {
    var text: String
    var domain: String?
    var path: String
    var tag: String?
    var digest: String?
    var repository: String

    init(
      _ text: String, _ domain: String?, _ path: String, tag: String? = nil, digest: String? = nil,
      _ repository: String
    ) {
      self.text = text
      self.domain = domain
      self.path = path
      self.tag = tag
      self.digest = digest
      self.repository = repository
    }
  }

  @Test(
    "The parts of a reference",
    arguments: [
      Valid("nginx", nil, "nginx", "docker.io/library/nginx"),
      Valid("nginx:1.27", nil, "nginx", tag: "1.27", "docker.io/library/nginx"),
      Valid("bitnami/redis", nil, "bitnami/redis", "docker.io/bitnami/redis"),
      Valid("localhost/nginx", "localhost", "nginx", "localhost/nginx"),
      Valid("localhost:5000/nginx", "localhost:5000", "nginx", "localhost:5000/nginx"),
      Valid("localhost:5000", nil, "localhost", tag: "5000", "docker.io/library/localhost"),
      Valid(
        "test:5000/repo:tag@" + sha256, "test:5000", "repo", tag: "tag", digest: sha256,
        "test:5000/repo"),
      Valid("nginx@" + sha512, nil, "nginx", digest: sha512, "docker.io/library/nginx"),
      Valid("index.docker.io/nginx", "index.docker.io", "nginx", "docker.io/library/nginx"),
      Valid("docker.io/a/b", "docker.io", "a/b", "docker.io/a/b"),
      Valid("b.gcr.io/x.y/my-app:x.y", "b.gcr.io", "x.y/my-app", tag: "x.y", "b.gcr.io/x.y/my-app"),
      Valid("test_com/foo", nil, "test_com/foo", "docker.io/test_com/foo"),
      Valid("192.168.1.1:5000/r:5050", "192.168.1.1:5000", "r", tag: "5050", "192.168.1.1:5000/r"),
      Valid("[2001:db8::1]:5000/r", "[2001:db8::1]:5000", "r", "[2001:db8::1]:5000/r"),
      Valid("[::1]/r:t", "[::1]", "r", tag: "t", "[::1]/r"),
      Valid("Uppercase/lower", "Uppercase", "lower", "Uppercase/lower"),
      Valid("lower:Upper", nil, "lower", tag: "Upper", "docker.io/library/lower"),
      Valid("a__b/c--d/e.f_g", nil, "a__b/c--d/e.f_g", "docker.io/a__b/c--d/e.f_g"),
    ])
  func valid(expected: Valid) throws {
    let reference = try ImageReference(parsing: expected.text)
    #expect(reference.domain == expected.domain)
    #expect(reference.path == expected.path)
    #expect(reference.tag == expected.tag)
    #expect(reference.digest == expected.digest)
    #expect(reference.hasTag == (expected.tag != nil))
    #expect(reference.hasDigest == (expected.digest != nil))
    #expect(reference.repository == expected.repository)
    #expect(reference.description == expected.text)
  }

  @Test(
    "Each mistake has its cause and place",
    arguments: [
      ("", .empty, 0), (" nginx", .blanks, 0), ("nginx\n", .blanks, 5),
      (String(repeating: "a", count: 64), .identifier, 0), (":tag", .path, 0),
      ("@" + sha256, .path, 0),
      ("Nginx:1", .uppercase, 0), ("test:5000/Upper/x", .uppercase, 10), ("/nginx", .path, 0),
      ("a//b", .path, 2), ("a/", .path, 1), ("a._b", .path, 2), ("a___b", .path, 3),
      ("-a", .path, 0),
      ("a-", .path, 1), ("aa/asdf$$^/aa", .path, 7), ("{{image}}", .path, 0),
      ("$(IMAGE)", .uppercase, 2),
      ("x.-y.z/a", .domain, 2), ("x..y/a", .domain, 2), ("x_y.z/a", .domain, 1),
      ("x.y:/a", .port, 4),
      ("x.y:80a/a", .port, 6), ("[::1/a", .domain, 4), ("[]/a", .path, 0),
      ("[fe80::1%eth0]:5000/r", .domain, 8),
      ("[::1]x/a", .domain, 5), ("[2001:db8::1]", .path, 0), ("nginx:", .tag, 6),
      ("nginx:-a", .tag, 6),
      ("nginx:.a", .tag, 6), ("nginx:a/b", .port, 6), ("r.io/nginx:a/b", .tag, 12),
      ("nginx:a:b", .tag, 7),
      ("nginx@", .digest, 6), ("nginx@sha256", .digest, 6), ("nginx@:ff", .digest, 6),
      ("nginx@md5:ffff", .digestAlgorithm, 6), ("nginx@sha256:ffff", .digestDigits, 13),
      ("nginx@sha256:FF", .digestDigits, 13),
    ] as [(String, ImageReferenceError.Reason, Int)])
  func mistakes(text: String, reason: ImageReferenceError.Reason, offset: Int) {
    let error = #expect(throws: ImageReferenceError.self) { try ImageReference(parsing: text) }
    #expect(error?.reason == reason, "\(text)")
    #expect(error?.offset == offset, "\(text)")
    #expect(error?.message.isEmpty == false)
  }

  @Test("The limits hold at their values and break one above")
  func limits() throws {
    let path = String(repeating: "a/", count: 127) + "a"
    #expect(try ImageReference(parsing: "r.io/" + path).path == path)
    let long = #expect(throws: ImageReferenceError.self) {
      try ImageReference(parsing: "r.io/" + path + "a")
    }
    #expect(long?.reason == .pathTooLong)
    let tag = String(repeating: "t", count: ImageReference.Limits.tagBytes)
    #expect(try ImageReference(parsing: "nginx:" + tag).tag == tag)
    let longTag = #expect(throws: ImageReferenceError.self) {
      try ImageReference(parsing: "nginx:" + tag + "t")
    }
    #expect(longTag?.reason == .tagTooLong)
  }

  @Test("Tags are compared to the letter")
  func tags() throws {
    #expect(try ImageReference(parsing: "nginx:latest").isTag("latest"))
    #expect(try !ImageReference(parsing: "nginx:latest-1").isTag("latest"))
    #expect(try !ImageReference(parsing: "nginx").isTag("latest"))
    #expect(try ImageReference(parsing: "nginx:1").normalized == "docker.io/library/nginx:1")
  }
}
