import Documents

/// The fields of Kubernetes' own kinds, from 1.25 to the newest version: searched in the text of
/// ``APIShapeTable``, without allocation. It holds nothing, so that it costs nothing to have it.
package struct APIShapes: Sendable {
  package static let known = APIShapes()

  private init() {}

  /// A field of a type.
  package struct Field: Sendable {
    package let shape: APIShape
    package let versions: Versions
    /// The versions that refuse an object without it.
    package let demanding: Versions

    /// Whether an object without it is refused.
    ///
    /// - Parameter minor: `nil` for a version that nobody has named: what some refuse and others
    ///   take is not demanded then.
    package func isRequired(at minor: Int?) -> Bool {
      guard let minor else { return demanding == .all }
      return demanding.contains(minor) && versions.contains(minor)
    }
  }

  /// The minor versions that know something, from the first one to the last one.
  package struct Versions: Sendable, Equatable {
    /// 0 where every version that is described has it.
    package let first: UInt8
    /// 255 where the newest version has it.
    package let last: UInt8

    static let all = Versions(first: 0, last: .max)

    package func contains(_ minor: Int) -> Bool { minor >= Int(first) && minor <= Int(last) }
  }

  package struct Kind: Sendable {
    /// The index of its type.
    package let type: Int
    package let versions: Versions
    fileprivate let apiVersionPlace: Range<Int>
    fileprivate let kindPlace: Range<Int>

    package var apiVersion: String { APIShapes.name(apiVersionPlace) }
    package var kind: String { APIShapes.name(kindPlace) }
  }

  private struct TypeRecord {
    let name: Range<Int>
    let fields: Range<Int>
    /// Its part of the slots.
    let slots: Range<Int>
    /// How many fields every version demands.
    let required: Int
    /// Whether there are fields that only some versions demand.
    let varies: Bool
  }
}

// MARK: - Searching

extension APIShapes {
  /// A kind as it is served under an API version; `nil` where it never was since 1.25.
  package func kind(_ kind: String, in apiVersion: String) -> Kind? {
    let names = APIShapeTable.names
    let known = names.utf8Span.span
    let table = APIShapeTable.kindSlots
    let slots = table.utf8Span.span
    let hash =
      NameTable.hash(kind.utf8Span.span) ^ NameTable.hash(apiVersion.utf8Span.span) << 1
    var found: Kind?
    _ = NameTable.find(hash, count: slots.count / 2) { slot in
      APIShapeTable.digit(slots, 2 * slot) << 6 | APIShapeTable.digit(slots, 2 * slot + 1)
    } where: { index in
      let candidate = Self.kind(at: index)
      guard known.extracting(candidate.kindPlace).says(kind),
        known.extracting(candidate.apiVersionPlace).says(apiVersion)
      else { return false }
      found = candidate
      return true
    }
    return found
  }

  package var kinds: some Sequence<Kind> {
    (0..<APIShapeTable.kinds.utf8.count / 16).lazy.map(Self.kind(at:))
  }

  /// The field of a type; `nil` where no version has one of that name.
  package func field(_ name: Span<UInt8>, of type: Int) -> Field? {
    let names = APIShapeTable.names
    let known = names.utf8Span.span
    let fields = APIShapeTable.fields
    let entries = fields.utf8Span.span
    let table = APIShapeTable.slots
    let slots = table.utf8Span.span
    let record = Self.record(type)
    var found: Field?
    _ = NameTable.find(NameTable.hash(name), count: record.slots.count) { slot in
      APIShapeTable.digit(slots, record.slots.lowerBound + slot)
    } where: { index in
      let entry = APIShapeTable.number(entries, record.fields.lowerBound + index)
      let length = Int(entry >> 26 & 0x3F)
      guard length == name.count, known.holds(name, at: Int(entry >> 32)) else { return false }
      found = Self.field(entry)
      return true
    }
    return found
  }

  /// The name of a type, for tests and errors.
  package func typeName(_ type: Int) -> String { Self.name(Self.record(type).name) }

  package var typeCount: Int { APIShapeTable.types.utf8.count / 16 }

  package func type(named name: String) -> Int? {
    (0..<typeCount).first { typeName($0) == name }
  }

  package func fields(of type: Int) -> [(name: String, field: Field)] {
    let fields = APIShapeTable.fields
    let entries = fields.utf8Span.span
    var found: [(name: String, field: Field)] = []
    for index in Self.record(type).fields {
      let entry = APIShapeTable.number(entries, index)
      let start = Int(entry >> 32)
      found.append((Self.name(start..<start + Int(entry >> 26 & 0x3F)), Self.field(entry)))
    }
    return found
  }

  /// How many fields of a type the API server insists on.
  ///
  /// - Parameter minor: as for ``Field/isRequired(at:)``.
  package func requiredCount(of type: Int, at minor: Int?) -> Int {
    let record = Self.record(type)
    guard record.varies, minor != nil else { return record.required }
    let fields = APIShapeTable.fields
    let entries = fields.utf8Span.span
    return record.fields.count {
      Self.field(APIShapeTable.number(entries, $0)).isRequired(at: minor)
    }
  }
}

// MARK: - Reading

extension APIShapes {
  private static func name(_ place: Range<Int>) -> String {
    let names = APIShapeTable.names
    // SAFETY: the pointer is to the range, which the call before has checked.
    return unsafe names.utf8Span.span.extracting(place).withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }

  private static func record(_ type: Int) -> TypeRecord {
    let types = APIShapeTable.types
    let entries = types.utf8Span.span
    let first = APIShapeTable.number(entries, 2 * type)
    let second = APIShapeTable.number(entries, 2 * type + 1)
    let name = Int(first >> 32)
    let field = Int(first >> 12 & 0x1FFF)
    let slot = Int(second >> 33)
    return TypeRecord(
      name: name..<name + Int(first >> 25 & 0x7F), fields: field..<field + Int(first >> 6 & 0x3F),
      slots: slot..<slot + (1 << Int(second >> 29 & 0xF)), required: Int(second >> 23 & 0x3F),
      varies: second >> 22 & 1 == 1)
  }

  private static func kind(at index: Int) -> Kind {
    let kinds = APIShapeTable.kinds
    let entries = kinds.utf8Span.span
    let first = APIShapeTable.number(entries, 2 * index)
    let second = APIShapeTable.number(entries, 2 * index + 1)
    let apiVersion = Int(first >> 32)
    let kind = Int(first >> 10 & 0xFFFF)
    return Kind(
      type: Int(second >> 38), versions: versions(Int(second >> 30 & 0xFF)).known,
      apiVersionPlace: apiVersion..<apiVersion + Int(first >> 26 & 0x3F),
      kindPlace: kind..<kind + Int(first >> 4 & 0x3F))
  }

  @inline(__always)
  private static func field(_ entry: UInt64) -> Field {
    let versions = versions(Int(entry >> 4 & 0xFF))
    return Field(
      shape: APIShape(code: Int(entry >> 16 & 0x3FF), wrappers: UInt8(entry >> 12 & 0xF)),
      versions: versions.known, demanding: versions.demanding)
  }

  private static func versions(_ index: Int) -> (known: Versions, demanding: Versions) {
    let table = APIShapeTable.versions
    let text = table.utf8Span.span
    func bounds(_ place: Int) -> Versions {
      let last = APIShapeTable.digit(text, place + 1)
      return Versions(
        first: UInt8(APIShapeTable.digit(text, place)), last: last == 63 ? .max : UInt8(last))
    }
    return (bounds(4 * index), bounds(4 * index + 2))
  }
}
