# Settings for this project's own programs. They do not affect consumers of the library.

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# Options shared by every program and test of this project.
add_library(dkrls_development INTERFACE)
target_compile_options(dkrls_development INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                                   -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND DKRLS_SANITIZE MATCHES "thread")
  # g++ warns that the thread sanitizer does not support Asio's atomic fences. It works without them.
  target_compile_options(dkrls_development INTERFACE -Wno-tsan)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND DKRLS_SANITIZE MATCHES "address")
  # With the address sanitizer g++ 12 reports parts of std::regex, which Catch2 uses, as uninitialized
  # (gcc bug 105562).
  target_compile_options(dkrls_development INTERFACE -Wno-maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND DKRLS_SANITIZE)
  # With a sanitizer g++ 12 looks into the function that allocates the frames of Asio's coroutines, but not into
  # the one that frees them, and reports that the two do not match.
  target_compile_options(dkrls_development INTERFACE -Wno-mismatched-new-delete)
endif()
if(DKRLS_SANITIZE)
  target_compile_options(dkrls_development INTERFACE -fsanitize=${DKRLS_SANITIZE}
                                                     -fno-sanitize-recover=all
                                                     -fno-omit-frame-pointer)
  target_link_options(dkrls_development INTERFACE -fsanitize=${DKRLS_SANITIZE})
endif()
if(DKRLS_STATIC)
  target_link_options(dkrls_development INTERFACE -static)
endif()

# The library's bodies, compiled once: Boost.Beast takes long to compile, and otherwise each program
# and test would compile it.
set(OPENSSL_USE_STATIC_LIBS ${DKRLS_STATIC})
find_package(OpenSSL REQUIRED)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/dkrls.cpp
     CONTENT "#include <dkrls/src.hpp>\n#include <dkrls/src_tls.hpp>\n")
add_library(dkrls_compiled STATIC ${PROJECT_BINARY_DIR}/dkrls.cpp)
target_compile_definitions(dkrls_compiled PUBLIC DKRLS_SEPARATE_COMPILATION)
target_link_libraries(dkrls_compiled PUBLIC dkrls::dkrls dkrls_development PRIVATE OpenSSL::SSL)
