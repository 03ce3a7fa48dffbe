// This crate is an allocator. The compiler will link no other beside it.
#![feature(allocator)]
#![allocator]

// The standard library needs an allocator, so an allocator cannot need the
// standard library.
#![no_std]

// This is the libc that came with the compiler. The published one linked
// std at the time.
#![feature(libc)]
#![crate_type = "rlib"]
extern crate libc;

use libc::{c_void, size_t};

// Return a new block, or null where there is no memory.
#[no_mangle]
pub extern "C" fn __rust_allocate(size: usize, _align: usize) -> *mut u8 {
    unsafe { libc::malloc(size as size_t) as *mut u8 }
}

// Take a block back. The caller still knows how large it was.
#[no_mangle]
pub extern "C" fn __rust_deallocate(ptr: *mut u8, _old_size: usize, _align: usize) {
    unsafe { libc::free(ptr as *mut c_void) }
}

// Change the size of a block. It may move, and its content moves with it.
#[no_mangle]
pub extern "C" fn __rust_reallocate(
    ptr: *mut u8,
    _old_size: usize,
    size: usize,
    _align: usize,
) -> *mut u8 {
    unsafe { libc::realloc(ptr as *mut c_void, size as size_t) as *mut u8 }
}

// Change the size without moving the block. libc has no such call, so the
// answer is the old size.
#[no_mangle]
pub extern "C" fn __rust_reallocate_inplace(
    _ptr: *mut u8,
    old_size: usize,
    _size: usize,
    _align: usize,
) -> usize {
    old_size
}

// Tell how much of a block may be used. libc does not say, so the answer
// is the size that was asked for.
#[no_mangle]
pub extern "C" fn __rust_usable_size(size: usize, _align: usize) -> usize {
    size
}
