import Admission
import Documents
import FuzzSupport
import JSONSyntax
import Policy
import YAMLSyntax

/// Any bytes as an AdmissionReview, at each endpoint, under a policy with every rule and every
/// mutator that needs no settings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAdmission(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  for endpoint in [AdmissionHandler.Endpoint.mutate, .validate, .review] {
    do throws(AdmissionError) {
      let answer = try Door.handler.handle(bytes, at: endpoint)
      check(answer, to: bytes, at: endpoint)
      invariant(
        (try? Door.handler.handle(bytes, at: endpoint))?.body == answer.body,
        "the same review has the same answer")
    } catch {
      invariant([400, 413, 500].contains(error.status), "every error has a status")
      invariant(!error.message.isEmpty, "every error has words")
    }
  }
  return 0
}

/// What an API server demands of an answer.
private func check(
  _ answer: AdmissionAnswer, to bytes: [UInt8], at endpoint: AdmissionHandler.Endpoint
) {
  guard let review = try? JSONParser.parse(Source(bytes)).root,
    let said = try? JSONParser.parse(Source(answer.body)).root, let response = said["response"]
  else { fatalError("an answer is JSON, to JSON, and has a response") }
  invariant(said["kind"]?.isString("AdmissionReview") == true, "an answer is a review")
  invariant(said["apiVersion"]?.string == review["apiVersion"]?.string, "in the same version")
  invariant(response["uid"]?.string == review["request", "uid"]?.string, "with the same uid")
  let allowed = response["allowed"]?.boolean
  invariant(allowed == answer.decision.allowed, "the decision is the answer's")
  invariant(
    (response["patch"] == nil) == (response["patchType"] == nil), "a patch says what it is")
  switch endpoint {
  case .mutate: invariant(allowed == true, "mutation denies nothing")
  case .validate: invariant(response["patch"] == nil, "validation changes nothing")
  case .review: break
  }
}

private enum Door {
  static let handler: AdmissionHandler = {
    let mutators = MutatorCatalogue.all.filter(\.hasDefaults).map { "\($0.id): {}" }
    let text = """
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      metadata: {name: fuzz}
      spec: {preset: everything, mutators: {\(mutators.joined(separator: ", "))}}
      """
    guard let document = try? YAMLParser.parse(Source(Array(text.utf8))).first,
      let policy = PolicyCompiler.compile(
        [PolicyLayer(document: document, name: "fuzz")], today: nil
      ).policy
    else { fatalError("the policy is not valid") }
    return AdmissionHandler(engine: Engine(policy))
  }()
}
