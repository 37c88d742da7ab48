import Documents
import Policy

/// What a finding says, apart from where its bytes are: what both doors must agree about.
struct Said: Equatable {
  let rule: String
  let action: Action
  let object: ObjectReference
  let container: String?
  let pointer: JSONPointer
  let message: String
  let remedy: String
  let fix: Value?

  init(_ finding: Finding) {
    rule = finding.rule
    action = finding.action
    object = finding.object
    container = finding.container
    pointer = finding.pointer
    message = finding.message
    remedy = finding.remedy
    fix = finding.fix?.value
  }
}
