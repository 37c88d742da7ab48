import CommandLine
import Documents
import JSONSyntax
import Manifests
import Policy
import Reports

/// `kpatch policy check`, `show` and `schema`.
struct PolicyCommands {
  let session: Session

  func check() {
    var sound = true
    // Each file for itself: what one of them says is not to hide a mistake of another.
    for place in session.invocation.places {
      let path = session.path(at: place)
      if PolicyLoader.check([path], session) {
        session.streams.output.write(LogLine.escaped(path.text) + ": ok\n")
      } else {
        sound = false
      }
    }
    if !sound { session.note(.usage) }
  }

  func show() {
    let loaded = PolicyLoader.load(session)
    let listing = PolicyListing(loaded.policy.settings, place: loaded.place(of:))
    session.streams.output.write(listing.text)
  }

  func schema() {
    session.streams.output.write(PolicySchema.value.json(.pretty) + "\n")
  }
}
