import Admission
import Documents
import Testing

@Suite("Malformed reviews")
struct MalformedReviewTests {
  private func error(_ body: [UInt8]) throws -> AdmissionError {
    let handler = try Reviews.handler(preset: "everything")
    return try #require(throws: AdmissionError.self) { try handler.handle(body, at: .review) }
  }

  private static let start = "the body is no AdmissionReview that can be answered: "

  @Test(
    "The field that is wrong is named",
    arguments: [
      ("[]", "the document is not an object"),
      ("{}", "kind is missing"),
      ("{\"kind\": \"Pod\"}", "kind is not AdmissionReview"),
      ("{\"kind\": \"AdmissionReview\"}", "apiVersion is missing"),
      (
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v2\"}",
        "apiVersion is none of admission.k8s.io/v1, admission.k8s.io/v1beta1"
      ),
      (
        "{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\"}",
        "request is missing"
      ),
      (
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":7}",
        "request is not an object"
      ),
    ])
  func review(body: String, message: String) throws {
    let error = try error(Array(body.utf8))
    #expect(error.message == Self.start + message)
    #expect(error.status == 400)
    #expect(error.uid == nil)
  }

  @Test("A request without what it needs is refused by name, with its uid where there is one")
  func request() throws {
    let missing = "request.uid is missing"
    #expect(try error(Reviews.body(uid: nil)).message == Self.start + missing)
    #expect(try error(Reviews.body(uid: "\"\"")).message == Self.start + missing)
    #expect(try error(Reviews.body(uid: "1")).message == Self.start + "request.uid is not a string")
    let cases: [([UInt8], String)] = [
      (Reviews.body(nil), "request.operation is missing"),
      (
        Reviews.body("PATCH"),
        "request.operation is none of CREATE, UPDATE, DELETE, CONNECT"
      ),
      (Reviews.body(object: nil), "request.object is missing"),
      (Reviews.body(object: "null"), "request.object is missing"),
      (Reviews.body(object: "\"x\""), "request.object is not an object"),
      (
        Reviews.body(object: "{\"kind\": \"Pod\"}"),
        "request.object is not an object with apiVersion and kind"
      ),
      (Reviews.body(oldObject: "[]"), "request.oldObject is not an object"),
    ]
    for (body, message) in cases {
      let error = try error(body)
      #expect(error.message == Self.start + message)
      #expect(error.uid == "u-1")
      #expect(error.status == 400)
    }
  }

  @Test(
    "What is no JSON document is refused with the place",
    arguments: ["", "{", "{} {}", "{\"kind\": \"AdmissionReview\", \"kind\": \"x\"}", "\u{0}"])
  func syntax(body: String) throws {
    let error = try error(Array(body.utf8))
    #expect(error.message.hasPrefix("the body is no JSON document: byte "))
    #expect(error.status == 400)
  }

  @Test("Limits hold at their value and not above it")
  func limits() throws {
    let body = Reviews.body()
    var limits = AdmissionLimits()
    limits.document.maximumBytes = body.count
    _ = try Reviews.handler(limits: limits).handle(body, at: .review)
    limits.document.maximumBytes = body.count - 1
    let handler = try Reviews.handler(limits: limits)
    let error = try #require(throws: AdmissionError.self) {
      try handler.handle(body, at: .review)
    }
    #expect(error.status == 413)
  }

  @Test("No error repeats what the review holds")
  func secrets() throws {
    let secret = "hunter2"
    let bodies = [
      Reviews.body("\(secret)"), Reviews.body(object: "\"\(secret)\""),
      Reviews.body(object: "{\"\(secret)\": \(secret)"), Reviews.body(api: secret),
      Array("{\"kind\": \"\(secret)\"}".utf8),
    ]
    for body in bodies { #expect(try !error(body).message.contains(secret)) }
  }

  @Test("Every beginning of a review is answered by an error and not by a crash")
  func truncated() throws {
    let body = Reviews.body()
    let handler = try Reviews.handler(preset: "everything")
    for count in 0..<body.count {
      #expect(throws: AdmissionError.self) {
        try handler.handle(Array(body[..<count]), at: .review)
      }
    }
  }
}
