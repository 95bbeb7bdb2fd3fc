include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/dkrls)

install(TARGETS dkrls EXPORT dkrlsTargets FILE_SET HEADERS FILE_SET bodies)
install(EXPORT dkrlsTargets NAMESPACE dkrls:: DESTINATION ${package_dir})

configure_package_config_file(cmake/dkrlsConfig.cmake.in ${PROJECT_BINARY_DIR}/dkrlsConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/dkrlsConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/dkrlsConfig.cmake ${PROJECT_BINARY_DIR}/dkrlsConfigVersion.cmake
        DESTINATION ${package_dir})

# The prefix is relative to the .pc file, so that users can move the installed files.
file(RELATIVE_PATH prefix_from_pkgconfig /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/dkrls.pc.in ${PROJECT_BINARY_DIR}/dkrls.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/dkrls.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/dkr-ls)
