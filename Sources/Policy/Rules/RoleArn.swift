// Scenario S10: the role must be `arn:aws:iam::<account>:role/<service>-role` on the
// ServiceAccount.
// Reads the annotation PREFIX/role-arn of ServiceAccounts.
// Allowed: none; the ARN of a role by IAM's rules (RoleARN), in one of `accounts`, `partitions` and
// `paths`, with the name that `role` gives, a text with fields such as ${serviceAccount}.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let roleArn = Rule(
    id: "irsa/role-arn",
    title: "IAM roles of ServiceAccounts are ARNs of roles",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds([.serviceAccount]),
    fields: ["metadata.annotations"],
    why:
      "EKS takes whatever the annotation says, and the mistake shows when the first call to AWS is "
      + "refused.",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
    remedy: "Write the whole ARN of the role, with its path: arn:aws:iam::123456789012:role/NAME.",
    parameters: [
      Parameter(
        "accounts", .strings, default: nil,
        "AWS accounts that roles may be of: twelve digits, in quotes."),
      Parameter(
        "partitions", .strings, default: nil, "Partitions that roles may be of, such as aws."),
      Parameter(
        "paths", .patterns, default: nil, "Paths that roles may have, such as / and /team/*."),
      Parameter(
        "role", .template, default: nil,
        "The name that the role must have, with fields such as ${serviceAccount%-sa}-role."),
      Parameter(
        "annotationPrefix", .string, default: "eks.amazonaws.com",
        "The prefix of the annotation, as the EKS webhook's flag has it."),
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: billing-sa
          annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::12345678901:role/billing-role"}
        """,
      passes: """
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: billing-sa
          annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::012345678901:role/billing-role"}
        """),
    makeCheck: { parameters, _ in
      let key = parameters.string("annotationPrefix") + "/role-arn"
      let demand = RoleDemand(
        accounts: parameters.strings("accounts"), partitions: parameters.strings("partitions"),
        paths: parameters.globs("paths"), name: parameters.template("role"))
      return .object { scope, findings in
        guard let value = scope.object.annotations?[named: key],
          !value.isNull, let problem = demand.problem(of: value, scope)
        else { return }
        findings.report(
          at: ["metadata", "annotations", key], on: value, FindingMessage(problem))
      }
    })

  /// What the policy wants of a role.
  private struct RoleDemand: Sendable {
    let accounts: [String]
    let partitions: [String]
    let paths: [Glob]
    let name: FieldTemplate?

    func problem(of value: Node, _ scope: ObjectScope) -> String? {
      guard let text = value.string else {
        return "the role ARN must be a string and is \(value.kind.phrase)"
      }
      let arn: RoleARN
      do throws(RoleARNError) {
        arn = try RoleARN(parsing: text)
      } catch {
        return error.message
      }
      if partitions.isEmpty ? !arn.hasKnownPartition : !partitions.contains(arn.partition) {
        let reason = partitions.isEmpty ? "known" : "one that the policy allows"
        return "the partition \(quoted(arn.partition)) of the role is not \(reason)"
      }
      if !accounts.isEmpty, !accounts.contains(arn.account) {
        return "the account \(arn.account) of the role is not one that the policy allows"
      }
      if !paths.isEmpty, !paths.contains(where: { $0.matches(arn.path) }) {
        return "the path \(quoted(arn.path)) of the role is not one that the policy allows"
      }
      guard let name else { return nil }
      switch name.render(for: scope) {
      case .missing(let field):
        return "the object has no \(field.text), by which its role must be named"
      case .text(let wanted):
        if wanted == arn.name { return nil }
        return "the role is called \(quoted(arn.name)), and the policy wants \(quoted(wanted))"
      }
    }
  }
}
