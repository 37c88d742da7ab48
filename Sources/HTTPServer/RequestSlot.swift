/// A request's place in memory. A loop lends it to the connection that reads a request, and uses it
/// again for the next one.
///
/// The request is a struct, which is passed on `inout` while it is read and while it is answered:
/// that is one check of exclusive access for each, where a class would have one for each field.
final class RequestSlot {
  var request = HTTPRequest()
  /// The one behind it in the loop's list of those that are not in use.
  var next: RequestSlot?
}
