#pragma once

namespace dkrls {

struct Row;
struct Repository;
struct RepositoryUsage;

/// What can be shown of a row of a listing. The names and headings are docker's where docker has
/// the field; how each reads is declared in detail/format/image_fields.hpp.
enum class ImageField {
  repository,
  tag,
  digest,
  id,
  created_since,
  created_at,
  size,
  labels,
  containers,
  unique,
  virtual_size,
  shared_size,
  unique_size,
  reference,
  bytes,
  created_unix,
  unique_bytes,
};

/// What can be shown of a repository; see detail/format/repository_fields.hpp.
enum class RepositoryField {
  repository,
  tags,
  images,
  newest,
  oldest,
  size,
  bytes,
  newest_unix,
  oldest_unix,
};

/// What can be shown of the space that a repository takes; see detail/format/usage_fields.hpp.
enum class UsageField {
  repository,
  images,
  size,
  unique,
  bytes,
  unique_bytes,
};

template <class Record>
struct FieldOfRecord;

template <>
struct FieldOfRecord<Row> {
  using type = ImageField;
};

template <>
struct FieldOfRecord<Repository> {
  using type = RepositoryField;
};

template <>
struct FieldOfRecord<RepositoryUsage> {
  using type = UsageField;
};

/// The fields of a kind of record.
template <class Record>
using FieldOf = typename FieldOfRecord<Record>::type;

}  // namespace dkrls
