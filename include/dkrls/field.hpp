#pragma once

namespace dkrls {

struct Row;
struct Repository;
struct RepositoryUsage;

/// The fields of a row of a listing. A field that docker also has keeps docker's name and heading;
/// detail/format/image_fields.hpp declares the text of each.
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
  dangling,
  host,
  platform,
  content_size,
  tagged_since,
  tagged_at,
};

/// The fields of a repository; see detail/format/repository_fields.hpp.
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
  hosts,
};

/// The fields of a repository's disk usage; see detail/format/usage_fields.hpp.
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
