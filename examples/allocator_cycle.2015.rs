#![feature(allocator)]
#![allocator]
#![crate_type = "rlib"]

// There is no #![no_std] here, so this crate links the standard library.
// That in turn needs an allocator: this very crate.
#[no_mangle]
pub extern "C" fn __rust_allocate(size: usize, _align: usize) -> *mut u8 {
    println!("{} bytes, please", size);
    unsafe { malloc(size) }
}
