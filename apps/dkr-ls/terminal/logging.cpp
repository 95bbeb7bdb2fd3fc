// SPDX-License-Identifier: MIT
#include "terminal/logging.hpp"

#include <boost/log/attributes/constant.hpp>
#include <boost/log/attributes/value_extraction.hpp>
#include <boost/log/core.hpp>
#include <boost/log/expressions/message.hpp>
#include <boost/log/sinks/sync_frontend.hpp>
#include <boost/log/sinks/text_ostream_backend.hpp>
#include <boost/log/sources/record_ostream.hpp>
#include <boost/log/sources/severity_logger.hpp>
#include <boost/log/utility/formatting_ostream.hpp>
#include <boost/smart_ptr/make_shared.hpp>
#include <dkrls/terminal_text.hpp>
#include <memory>
#include <ostream>

namespace dkr_ls {
namespace {

namespace logging = boost::log;

using Severity = dkrls::LogLevel;
using Sink = logging::sinks::synchronous_sink<logging::sinks::text_ostream_backend>;

void format_record(const logging::record_view& record, logging::formatting_ostream& out) {
  if (const auto severity = logging::extract<Severity>("Severity", record))
    out << dkrls::to_string(*severity) << ": ";
  // A message may quote an engine.
  std::string line;
  if (const auto message = logging::extract<std::string>("Message", record))
    dkrls::append_printable(line, *message);
  out << line;
}

/// Adds a sink to Boost.Log's core and removes it at the end of its life. The core belongs to the
/// process, so the sink takes only what this session logs.
class LogSession {
 public:
  explicit LogSession(std::ostream& out) : sink_(boost::make_shared<Sink>()) {
    const boost::shared_ptr<std::ostream> stream(&out, [](std::ostream*) {});  // not ours
    sink_->locked_backend()->add_stream(stream);
    sink_->locked_backend()->auto_flush(true);
    sink_->set_formatter(&format_record);
    source_.add_attribute("Session", logging::attributes::constant<const LogSession*>(this));
    sink_->set_filter([this](const logging::attribute_value_set& values) {
      const auto session = logging::extract<const LogSession*>("Session", values);
      return session && *session == this;
    });
    logging::core::get()->add_sink(sink_);
  }

  ~LogSession() { logging::core::get()->remove_sink(sink_); }
  LogSession(const LogSession&) = delete;
  LogSession& operator=(const LogSession&) = delete;

  void log(Severity level, std::string_view message) { BOOST_LOG_SEV(source_, level) << message; }

 private:
  boost::shared_ptr<Sink> sink_;
  logging::sources::severity_logger<Severity> source_;
};

}  // namespace

dkrls::Logger make_logger(dkrls::LogLevel level, std::ostream& out) {
  return {level, [&out, session = std::shared_ptr<LogSession>()](dkrls::LogLevel of_message,
                                                                 std::string_view message) mutable {
            if (!session)
              session = std::make_shared<LogSession>(out);
            session->log(of_message, message);
          }};
}

}  // namespace dkr_ls
