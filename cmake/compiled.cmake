# SPDX-License-Identifier: MIT
#
# The library's bodies as archives: Boost.Beast takes half a minute to compile, and with the headers alone every
# program pays for it. dkrls::compiled is all but TLS, and dkrls::tls is dkrls::compiled with TLS.

# Adds the archive lib`archive`.a of the bodies in dkrls/`bodies`.hpp as dkrls::`name`.
function(add_compiled_library name archive bodies)
  set(target dkrls_${name})
  set(source ${PROJECT_BINARY_DIR}/${archive}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include <dkrls/${bodies}.hpp>\n")
  add_library(${target} STATIC ${source})
  add_library(dkrls::${name} ALIAS ${target})
  # Position independent, so that shared libraries can have it, too.
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} OUTPUT_NAME ${archive} CXX_EXTENSIONS OFF
                                             POSITION_INDEPENDENT_CODE ON)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Otherwise g++ inlines no function that another library could replace. clang always does.
    target_compile_options(${target} PRIVATE -fno-semantic-interposition)
  endif()
  if(TARGET dkrls_development)
    target_link_libraries(${target} PUBLIC $<BUILD_INTERFACE:dkrls_development>)
  endif()
  if(NOT PROJECT_IS_TOP_LEVEL AND NOT DKRLS_INSTALL)
    # Nobody who uses the headers alone should wait for it.
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()

add_compiled_library(compiled dkrls src)
target_compile_definitions(dkrls_compiled PUBLIC DKRLS_SEPARATE_COMPILATION)
target_link_libraries(dkrls_compiled PUBLIC dkrls)

# As a subproject the library offers dkrls::tls if there is OpenSSL.
set(OPENSSL_USE_STATIC_LIBS ${DKRLS_STATIC})
if(PROJECT_IS_TOP_LEVEL OR DKRLS_INSTALL)
  find_package(OpenSSL REQUIRED)
else()
  find_package(OpenSSL QUIET)
endif()
if(OPENSSL_FOUND)
  add_compiled_library(tls dkrls_tls src_tls)
  target_link_libraries(dkrls_tls PUBLIC dkrls_compiled OpenSSL::SSL)
endif()
