/// What the published OpenAPI documents say of the types of Kubernetes' own kinds, as text.
///
/// A line is a type: its name, then its fields in the order of their names, each as
/// `name=shape`. A shape is any number of `[` (a list of) and `{` (a mapping of names to), then a
/// letter or the name of a type:
///
/// | letter | a value | letter | a value |
/// |---|---|---|---|
/// | `s` | string | `q` | quantity: a string or a number |
/// | `b` | boolean | `x` | string or whole number |
/// | `i`, `l` | whole number of 32 or 64 bits | `t` | time, a string |
/// | `n` | number | `y` | base64, a string |
/// | `a` | anything | | |
///
/// `!` behind it: the API server refuses an object without it. `+33` and `-34`: the first and the
/// last minor version that has the field. Of names that stand for several types, all but one carry
/// group and version: `CronJob:batch/v1beta1`.
enum APIShapeTable {
  static let types = [typesFirst, typesSecond, typesThird, typesFourth, typesFifth]
}
